"""The least sites where each of many groups has a floor: each floor's hull, and a tree over sites.

Public: `least_of_floors`.
"""

from geo.solve.exact.floors.tree import LeastOfFloors as LeastOfFloors
from geo.solve.exact.floors.tree import least_of_floors as least_of_floors
