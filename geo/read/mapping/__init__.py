"""Which column is which: proposed with examples, corrected by the user, remembered."""

from geo.read.mapping.remembered import read_remembered as read_remembered
from geo.read.mapping.remembered import remember as remember
from geo.read.mapping.remembered import remembered as remembered
from geo.read.mapping.seen import MEANINGS as MEANINGS
from geo.read.mapping.seen import Seen as Seen
from geo.read.mapping.seen import see_columns as see_columns
