"""The workbook: sheets of rows, and totals that the spreadsheet reckons from them."""

from geo.export.workbook.book import Book as Book
from geo.export.workbook.groups import by_site as by_site
from geo.export.workbook.groups import by_size_class as by_size_class
from geo.export.workbook.groups import by_streets as by_streets
from geo.export.workbook.reckoned import Live as Live
from geo.export.workbook.reckoned import Rows as Rows
from geo.export.workbook.totals import totals as totals
from geo.export.workbook.ways import ways as ways
