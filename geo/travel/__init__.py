"""Travel: rules of distance that turn demand and sites into a Reach."""

from geo.travel.straight import Straight as Straight
from geo.travel.street import Street as Street
from geo.travel.table import Table as Table

MODES = (Straight, Street, Table)
