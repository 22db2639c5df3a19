"""Makers: candidate sites from the user's venues, from clusters of demand, from a grid.

A maker takes demand and the sites there are and returns candidates. Clusters only *describe*
demand: which candidates are opened is decided by `geo.solve`, and what they are worth is counted.
"""

from geo.candidates.density import density as density
from geo.candidates.family import MAKERS as MAKERS
from geo.candidates.family import with_candidates as with_candidates
from geo.candidates.hexgrid import hexgrid as hexgrid
from geo.candidates.intersections import intersections as intersections
from geo.candidates.kmeans import kmeans as kmeans
from geo.candidates.largest import largest_clusters as largest_clusters
from geo.candidates.maker import Maker as Maker
from geo.candidates.venues import venues as venues
