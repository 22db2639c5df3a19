"""Layers of the screen map, from the ground up: one file each."""

from geo.draw.layers.closing import closing as closing
from geo.draw.layers.density import density as density
from geo.draw.layers.discs import discs as discs
from geo.draw.layers.element import Layer as Layer
from geo.draw.layers.firms import firms as firms
from geo.draw.layers.frame import Frame as Frame
from geo.draw.layers.ground import Ground as Ground
from geo.draw.layers.ground import ground_spec as ground_spec
from geo.draw.layers.homes import homes as homes
from geo.draw.layers.venues import venues as venues
from geo.draw.layers.walks import longest as longest
from geo.draw.layers.walks import minutes as minutes
from geo.draw.layers.walks import not_walked as not_walked
