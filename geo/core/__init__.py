"""Values: what the rooms hand one another. No files, no network, no solver, no clock."""

from geo.core.ask import Ask as Ask
from geo.core.ask import ask as ask
from geo.core.ask import asks as asks
from geo.core.ask import check_asks as check_asks
from geo.core.demand import Demand as Demand
from geo.core.on_foot import MEASURED as MEASURED
from geo.core.on_foot import OnFoot as OnFoot
from geo.core.on_foot import Walk as Walk
from geo.core.plan import Certificate as Certificate
from geo.core.plan import Plan as Plan
from geo.core.problem import Problem as Problem
from geo.core.proposal import Proposal as Proposal
from geo.core.reach import Coverage as Coverage
from geo.core.reach import DiscReach as DiscReach
from geo.core.reach import Faces as Faces
from geo.core.reach import Mode as Mode
from geo.core.reach import PairReach as PairReach
from geo.core.reach import Reach as Reach
from geo.core.scenario import Scenario as Scenario
from geo.core.sites import STATUSES as STATUSES
from geo.core.sites import Sites as Sites
from geo.core.study import Source as Source
from geo.core.study import Study as Study
from geo.core.study import Ways as Ways
from geo.core.study import data_digest as data_digest
