"""Near-best plans: counted through without the solver where that goes, else one after another."""

from geo.explain.near_best.unlike import best_unlike as best_unlike
from geo.explain.near_best.walk import NearBest as NearBest
from geo.explain.near_best.walk import near_best_of as near_best_of
