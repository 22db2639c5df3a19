"""Sharper relaxations for demand that needs several sites: hulls of single rows, and of groups."""

from geo.solve.exact.tight.loop import Tightened as Tightened
from geo.solve.exact.tight.loop import tighten as tighten
