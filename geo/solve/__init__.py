"""Questions about where to open sites, and what answers them exactly.

A new question is one new file and one line in ``PROBLEMS``.
"""

from geo.core import Problem
from geo.solve.again import Again as Again
from geo.solve.again import again as again
from geo.solve.asked import Asked as Asked
from geo.solve.asked import Found as Found
from geo.solve.asked import ask as ask
from geo.solve.asked import ask_again as ask_again
from geo.solve.budget_cover import BudgetCover as BudgetCover
from geo.solve.close_cover import CloseCover as CloseCover
from geo.solve.exact import Row as Row
from geo.solve.gradual_cover import GradualCover as GradualCover
from geo.solve.least import AskedLeast as AskedLeast
from geo.solve.least import Least as Least
from geo.solve.least import Needs as Needs
from geo.solve.least import ask_least as ask_least
from geo.solve.max_cover import MaxCover as MaxCover
from geo.solve.move_cover import MoveCover as MoveCover
from geo.solve.nested import nested as nested
from geo.solve.nested import without_required as without_required
from geo.solve.over_draws import OverDraws as OverDraws
from geo.solve.over_draws import best_on_average as best_on_average
from geo.solve.over_draws import good_in_each as good_in_each
from geo.solve.progress import Progress as Progress
from geo.solve.progress import Watch as Watch
from geo.solve.room import best_with_room as best_with_room
from geo.solve.room import seated as seated
from geo.solve.run import greedy as greedy
from geo.solve.run import solve as solve
from geo.solve.set_cover import SetCover as SetCover
from geo.solve.turn import Turn as Turn

PROBLEMS: tuple[type[Problem], ...] = (
    MaxCover,
    SetCover,
    BudgetCover,
    GradualCover,
    MoveCover,
    CloseCover,
)
