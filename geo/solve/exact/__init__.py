"""Methods: one model of every covering question, and what answers it exactly."""

from geo.solve.exact.answer import Answer as Answer
from geo.solve.exact.answer import answer as answer
from geo.solve.exact.answer import greedy_answer as greedy_answer
from geo.solve.exact.model import CoverModel as CoverModel
from geo.solve.exact.model import Floor as Floor
from geo.solve.exact.model import Row as Row
