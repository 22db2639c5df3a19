"""Reach: who is within walking distance of what, and demand collapsed by it."""

from geo.core.reach.base import Coverage as Coverage
from geo.core.reach.base import Mode as Mode
from geo.core.reach.base import Reach as Reach
from geo.core.reach.discs import DiscReach as DiscReach
from geo.core.reach.discs import disc_radius_m as disc_radius_m
from geo.core.reach.faces import Faces as Faces
from geo.core.reach.pairs import PairReach as PairReach
from geo.core.reach.parts import fold_faces as fold_faces
