"""A map in words, and what must be said with it: for the eye that cannot see, for the minutes."""

from __future__ import annotations

from geo.core import Coverage, Plan, Source, Study
from geo.words import _

__all__ = ["covered_by", "covered_today", "licences", "notes"]


def covered_today(study: Study, coverage: Coverage) -> str:
    """Say who is covered by the homes open today."""
    return _(
        "Homes open today: {homes:,}; workers within {radius:,.0f} m of one: {covered:,} of "
        "{total:,} ({share:.1%}); firms with none nearby: {firms:,} of {all_firms:,}.",
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
    told = {
        "before": plan.covered_before,
        "before_share": before,
        "after": plan.covered,
        "after_share": plan.share,
        "total": plan.total,
    }
    if len(plan.new_ids) == 1:
        return _(
            "1 new home raises the workers covered from {before:,} ({before_share:.1%}) to "
            "{after:,} ({after_share:.1%}) of {total:,}.",
            **told,
        )
    return _(
        "{n:,} new homes raise the workers covered from {before:,} ({before_share:.1%}) to "
        "{after:,} ({after_share:.1%}) of {total:,}.",
        n=len(plan.new_ids),
        **told,
    )


def notes(study: Study, plan: Plan | None = None) -> tuple[str, ...]:
    """List the sentences that every screen and every output must show with this study."""
    said: list[str] = []
    for source in study.sources:
        if source.is_synthetic:
            said.append(_("Synthetic data, not real: {name}.", name=_(source.name)))
        elif not source.datum_known:
            said.append(
                _(
                    "{name}: the datum was not stated; WGS-84 was taken, not known. "
                    "If they come from a Chinese map service, every place is 0.5 to 1.3 km off.",
                    name=source.name,
                )
            )
        if source.n_rejected:
            said.append(_rejected(source))
        if source.n_doubtful:
            said.append(_doubtful(source))
    said += _estimated(study)
    if study.is_far.any():
        said.append(
            _(
                "Some places lie more than 10 km, and many times as far as the others, from the "
                "middle: they count in every number, but maps leave them out. Check their "
                "coordinates."
            )
        )
    if plan is not None:
        said.append(_("Distance rule: {rule}.", rule=plan.mode.describe()))
        if plan.status != "optimal":
            said.append(
                _("Stopped before a proof: a better plan may exist (gap {gap:.2%}).", gap=plan.gap)
            )
    return tuple(dict.fromkeys([*said, *licences(study)]))


def licences(study: Study) -> tuple[str, ...]:
    """Say under which licence each source is; a name and three letters would be no sentence."""
    said = [
        _("Licence of {source}: {licence}.", source=_(s.name), licence=s.licence.rstrip("."))
        for s in study.sources
        if s.licence
    ]
    return tuple(dict.fromkeys(said))


def _rejected(source: Source) -> str:
    if source.n_rejected == 1:
        return _("{name}: 1 row could not be used.", name=source.name)
    return _("{name}: {n} rows could not be used.", name=source.name, n=source.n_rejected)


def _doubtful(source: Source) -> str:
    if source.n_doubtful == 1:
        return _(
            "{name}: 1 row is used but doubtful; look at it before you decide.", name=source.name
        )
    return _(
        "{name}: {n} rows are used but doubtful; look at them before you decide.",
        name=source.name,
        n=source.n_doubtful,
    )


def _estimated(study: Study) -> list[str]:
    """Say how many of the workers nobody counted."""
    if "is_estimated" not in study.demand.table:
        return []
    is_guess = study.demand.table["is_estimated"].to_numpy(bool)
    if not is_guess.any():
        return []
    return [
        _(
            "Headcounts estimated, not counted: {n:,} of {places:,} ({workers:,} of all {total:,} "
            "workers).",
            n=int(is_guess.sum()),
            places=len(is_guess),
            workers=int(study.demand.weight[is_guess].sum()),
            total=study.demand.total,
        )
    ]
