"""The plan that loses least in its worst draw, and a bound that no plan can go below."""

from geo.explain.least_regret.search import least_regret as least_regret
from geo.explain.least_regret.value import LeastRegret as LeastRegret
