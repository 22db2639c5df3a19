"""Opening hours: who is open when."""

from geo.explain.opening.periods import PERIODS as PERIODS
from geo.explain.opening.periods import Period as Period
from geo.explain.opening.periods import open_in as open_in
