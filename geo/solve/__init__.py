"""Questions about where to open sites, and what answers them exactly.

A new question is one new file and one line in ``PROBLEMS``.
"""

from geo.core import Problem
from geo.solve.max_cover import MaxCover as MaxCover
from geo.solve.progress import Progress as Progress
from geo.solve.run import greedy as greedy
from geo.solve.run import solve as solve
from geo.solve.set_cover import SetCover as SetCover

PROBLEMS: tuple[type[Problem], ...] = (MaxCover, SetCover)
