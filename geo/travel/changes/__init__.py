"""Changes to streets that a planner draws or adds: links, closures, slopes; and what they bring."""

from geo.travel.changes.drawn import Change as Change
from geo.travel.changes.drawn import changed as changed
from geo.travel.changes.gain import Gain as Gain
from geo.travel.changes.gain import gain as gain
from geo.travel.changes.links import close as close
from geo.travel.changes.links import link as link
from geo.travel.changes.slope import heights as heights
from geo.travel.changes.slope import with_slope as with_slope
