"""People counted by others: demand of its own, or headcounts for firms that give none."""

from geo.read.density.estimate import estimate as estimate
from geo.read.density.raster import read_raster as read_raster
from geo.read.density.reading import density_parts as density_parts
from geo.read.density.reading import read_density as read_density
from geo.read.density.shares import fill_missing as fill_missing
from geo.read.density.shares import whole_shares as whole_shares
from geo.read.density.value import Density as Density
from geo.read.density.value import spread as spread
