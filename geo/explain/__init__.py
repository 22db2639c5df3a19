"""Why: what each site brings, and what other ways of choosing would have brought."""

from geo.explain.cards import SiteCard as SiteCard
from geo.explain.cards import explain as explain
from geo.explain.fairness import Fairness as Fairness
from geo.explain.fairness import FairPoint as FairPoint
from geo.explain.fairness import fairness as fairness
from geo.explain.fairness import size_classes as size_classes
from geo.explain.menu import Dish as Dish
from geo.explain.menu import Menu as Menu
from geo.explain.menu import menu as menu
from geo.explain.opening import PERIODS as PERIODS
from geo.explain.opening import Period as Period
from geo.explain.phases import Phase as Phase
from geo.explain.phases import Phases as Phases
from geo.explain.phases import phases as phases
from geo.explain.regret import WAYS as WAYS
from geo.explain.regret import regret_line as regret_line
from geo.explain.rules import Compliance as Compliance
from geo.explain.rules import Finding as Finding
from geo.explain.rules import compliance as compliance
from geo.explain.sentences import covered_by as covered_by
from geo.explain.sentences import covered_today as covered_today
from geo.explain.tables import firm_table as firm_table
from geo.explain.tables import gap_table as gap_table
from geo.explain.tables import site_table as site_table
from geo.explain.why_not import WhyNot as WhyNot
from geo.explain.why_not import why_not as why_not
