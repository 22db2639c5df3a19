"""Maps: values in, folium maps out; nothing is shown or written here."""

from geo.draw.altered import altered_map as altered_map
from geo.draw.catchment import Catchment as Catchment
from geo.draw.catchment import catchments as catchments
from geo.draw.catchment import to_lonlat as to_lonlat
from geo.draw.layers import ground_spec as ground_spec
from geo.draw.layers.standing import Standing as Standing
from geo.draw.legend import LegendEntry as LegendEntry
from geo.draw.legend import legend_html as legend_html
from geo.draw.levels import levels_map as levels_map
from geo.draw.near import Spot as Spot
from geo.draw.near import near_map as near_map
from geo.draw.page import Pieces as Pieces
from geo.draw.page import pieces as pieces
from geo.draw.page import side_by_side as side_by_side
from geo.draw.safe import text as text
from geo.draw.tiles import Block as Block
from geo.draw.tiles import TileMap as TileMap
from geo.draw.tiles import block as block
from geo.draw.tiles import editable as editable
from geo.draw.tiles import is_large as is_large
from geo.draw.tiles import proposal_tiles as proposal_tiles
from geo.draw.tiles import study_tiles as study_tiles
from geo.draw.web import Map as Map
from geo.draw.web import is_one_place as is_one_place
from geo.draw.web import proposal_map as proposal_map
from geo.draw.web import study_map as study_map
