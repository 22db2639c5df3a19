"""Near: the homes nearest to a firm, a worker's address, a place on the map."""

from geo.explain.near.facts import facts as facts
from geo.explain.near.facts import open_sites as open_sites
from geo.explain.near.homes import Found as Found
from geo.explain.near.homes import Located as Located
from geo.explain.near.homes import locate as locate
from geo.explain.near.place import KINDS as KINDS
from geo.explain.near.place import Names as Names
from geo.explain.near.place import Place as Place
from geo.explain.near.place import place_at as place_at
from geo.explain.near.place import place_of_firm as place_of_firm
from geo.explain.near.walk import minutes as minutes
from geo.explain.near.walk import walk as walk
