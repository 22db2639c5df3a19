"""Drawn maps and figures for paper: values in, PNG bytes out; readable in greyscale."""

from geo.draw.paper.bars import size_bars as size_bars
from geo.draw.paper.curve import coverage_curve as coverage_curve
from geo.draw.paper.fonts import carried_face as carried_face
from geo.draw.paper.fonts import chinese_family as chinese_family
from geo.draw.paper.fonts import font_folders as font_folders
from geo.draw.paper.fonts import missing_font as missing_font
from geo.draw.paper.maps import paper_map as paper_map
from geo.draw.paper.sheet import COLUMN_MM as COLUMN_MM
from geo.draw.paper.signs import Face as Face
from geo.draw.paper.signs import lacking as lacking
from geo.draw.paper.signs import printable as printable
from geo.draw.paper.timeline import fits as fits
from geo.draw.paper.timeline import timeline as timeline
