"""Maps of any number of firms: one block of firms, cut into vector tiles inside the browser."""

from geo.draw.tiles.block import Block as Block
from geo.draw.tiles.block import block as block
from geo.draw.tiles.scene import TileMap as TileMap
from geo.draw.tiles.scene import editable as editable
from geo.draw.tiles.scene import is_large as is_large
from geo.draw.tiles.scene import proposal_tiles as proposal_tiles
from geo.draw.tiles.scene import study_tiles as study_tiles
from geo.draw.tiles.scene import tiles_of as tiles_of
