"""A map in words, for those who cannot see it and for the minutes of a meeting."""

from __future__ import annotations

from geo.core import Coverage, Plan, Study
from geo.words import _

__all__ = ["covered_by", "covered_today"]


def covered_today(study: Study, coverage: Coverage) -> str:
    """Say who is covered by the homes open today."""
    return _(
        "{homes:,} homes open today reach {covered:,} of {total:,} workers ({share:.1%}) within "
        "{radius:,.0f} m; {firms:,} of {all_firms:,} firms have none nearby.",
        homes=int(study.sites.is_existing.sum()),
        covered=coverage.covered,
        total=coverage.total,
        share=coverage.share,
        radius=coverage.radius_m,
        firms=int((~coverage.is_covered).sum()),
        all_firms=len(study.demand),
    )


def covered_by(plan: Plan) -> str:
    """Say what a plan changes."""
    before = plan.covered_before / plan.total if plan.total else 0.0
    return _(
        "{n:,} new homes raise the workers covered from {before:,} ({before_share:.1%}) to "
        "{after:,} ({after_share:.1%}) of {total:,}.",
        n=len(plan.new_ids),
        before=plan.covered_before,
        before_share=before,
        after=plan.covered,
        after_share=plan.share,
        total=plan.total,
    )
