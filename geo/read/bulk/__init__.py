"""Bulk: millions of points of a file straight into arrays, in batches, in bounded memory."""

from geo.read.bulk.points import Points as Points
from geo.read.bulk.points import point_batches as point_batches
from geo.read.bulk.points import read_points as read_points
