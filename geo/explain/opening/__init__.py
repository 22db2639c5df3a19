"""Opening hours: who is open when."""

from geo.explain.opening.hours import HoursChange as HoursChange
from geo.explain.opening.hours import OpenHours as OpenHours
from geo.explain.opening.hours import open_hours as open_hours
from geo.explain.opening.now import Openness as Openness
from geo.explain.opening.now import open_spans as open_spans
from geo.explain.opening.now import openness as openness
from geo.explain.opening.periods import PERIODS as PERIODS
from geo.explain.opening.periods import Period as Period
from geo.explain.opening.periods import open_in as open_in
