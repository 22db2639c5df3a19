"""Out: a proposal as a file; the suffix says in which form."""

from geo.export.family import Format as Format
from geo.export.write import EXPORTERS as EXPORTERS
from geo.export.write import export as export
