"""Which sites in which year, best for all years together."""

from geo.explain.phased.asked import InYears as InYears
from geo.explain.phased.asked import Phased as Phased
from geo.explain.phased.asked import asked_in_years as asked_in_years
from geo.explain.phased.asked import can_be_phased as can_be_phased
from geo.explain.phased.asked import even_years as even_years
from geo.explain.phased.asked import over_years as over_years
from geo.explain.phased.asked import refuse_years as refuse_years
from geo.explain.phased.plan import phases as phases
from geo.explain.phased.value import Phase as Phase
from geo.explain.phased.value import Phases as Phases
