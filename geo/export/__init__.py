"""Out: a proposal as a file; the suffix says in which form."""

from geo.export.family import Format as Format
from geo.export.report import Choices as Choices
from geo.export.write import EXPORTERS as EXPORTERS
from geo.export.write import export as export
from geo.export.write import write_report as write_report
