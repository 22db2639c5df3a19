"""Rows that could not be used: out to the user in a workbook, back in once they are corrected."""

from geo.read.correct.amend import amend as amend
from geo.read.correct.workbook import summary as summary
from geo.read.correct.workbook import write_findings as write_findings
