"""The sections of the document, in their order; a new one is one file and one line."""

from geo.export.report.sections import (
    alternatives,
    doubt,
    evidence,
    levels,
    method,
    opening,
    plan,
    rules,
    situation,
)

SECTIONS = (
    opening.blocks,
    situation.blocks,
    method.blocks,
    plan.blocks,
    alternatives.blocks,
    levels.blocks,
    rules.blocks,
    doubt.blocks,
    evidence.blocks,
)
"""Each takes a `Case` and returns its blocks; none where there is nothing to say."""
