"""No word is broken in a cell, and no line is stretched around what cannot be broken."""

from __future__ import annotations

from importlib.resources import files
from itertools import product

import pytest
from PIL import ImageFont

from geo import words
from geo.draw.paper import chinese_family, font_folders
from geo.export.report.content import Table
from geo.export.report.form import FORMS
from geo.export.report.word.tables import _INDENT_MM

PT_MM = 25.4 / 72
