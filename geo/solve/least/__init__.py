"""The fewest or the cheapest new sites with which each group has enough people covered."""

from geo.solve.least.needs import Needs as Needs
from geo.solve.least.search import AskedLeast as AskedLeast
from geo.solve.least.search import Least as Least
from geo.solve.least.search import ask_least as ask_least
