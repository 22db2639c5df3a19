"""Paths: the kernels that find nearest streets and shortest ways."""

from geo.travel.paths.attach import Attached as Attached
from geo.travel.paths.attach import Entrances as Entrances
from geo.travel.paths.attach import attach as attach
from geo.travel.paths.many import reached as reached
from geo.travel.paths.pairs import Costs as Costs
from geo.travel.paths.pairs import walked as walked
from geo.travel.paths.search import Arcs as Arcs
from geo.travel.paths.search import arcs as arcs
from geo.travel.paths.search import own_arcs as own_arcs
from geo.travel.paths.search import spread as spread
