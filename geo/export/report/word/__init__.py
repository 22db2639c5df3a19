"""The document as a Word file in the form of a Chinese official document, or an English one."""

from geo.export.report.word.write import write as write
