"""The figures that bind a planner: a file for each norm, each figure with its source line."""

from geo.norms.changed import asked_norm as asked_norm
from geo.norms.norm import Figure as Figure
from geo.norms.norm import Norm as Norm
from geo.norms.presets import norm as norm
from geo.norms.presets import norms as norms
