"""The document of a plan: one content, written as Word and as PDF."""

from geo.export.report.asked.findings import Findings as Findings
from geo.export.report.asked.findings import find as find
from geo.export.report.build import build as build
from geo.export.report.choices import Choices as Choices
