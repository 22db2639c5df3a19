"""Near-best plans counted through, without asking the solver again for each."""

from geo.explain.near_best.walk import NearBest as NearBest
from geo.explain.near_best.walk import near_best_of as near_best_of
