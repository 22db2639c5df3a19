"""Points by the million: straight from columns into arrays, no geometry objects, in batches."""

from geo.read.bulk.points import Columns as Columns
from geo.read.bulk.points import point_batches as point_batches
from geo.read.bulk.points import read_points as read_points
