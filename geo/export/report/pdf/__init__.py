"""The document as PDF, set by typst from the same content as the Word file."""

from geo.export.report.pdf.write import write as write
