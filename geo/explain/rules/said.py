"""The sentences of what a norm asks, and of what would meet it: the same on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from geo.explain.rules.finding import RULES, Finding
from geo.explain.rules.held import Held
from geo.words import _

__all__ = ["left_out", "mended", "no_remedy", "not_known", "then", "what_is_asked"]


def what_is_asked(found: Held) -> str:
    """Say how near, how many and for whom; empty where the norm asks no coverage."""
    norm, share = found.norm, found.share
    radius, times = norm.number("radius_m"), int(norm.number("times") or 1)
    most = int(norm.number("times_urban") or times)
    if radius is None:
        return ""
    if found.urban is None:
        times, most = most, times
    parts = {
        "radius": radius,
        "homes": _one_or_more(times),
        "share": f"{share * 100:.6g}%",
        "more": _one_or_more(most),
        "areas": _(", ").join(found.urban or ()),
    }
    if share < 1:
        said = _(
            "Asked: {homes} within {radius:,.0f} m of {share} of the workers of each area", **parts
        )
    else:
        said = _("Asked: {homes} within {radius:,.0f} m of every worker", **parts)
    if found.urban and most != times:
        said += _("; {more} in {areas}", **parts)
    return said + _(".")


def _one_or_more(n: int) -> str:
    return _("one home") if n == 1 else _("{n:,} homes", n=n)


def mended(found: Held, name: Callable[[object], str]) -> list[str]:
    """Say what would meet the norm: the fewest sites, the cheapest, and what these do not mend."""
    if found.fewest_ids is None:
        said = [found.why_none]
    elif not found.fewest_ids:
        return [no_remedy(found)]
    else:
        n = len(found.fewest_ids)
        if n == 1:
            said = [_("1 new site would meet the coverage.")]
        else:
            said = [_("{n:,} new sites would meet the coverage; no fewer can.", n=n)]
        said.append(then(found.fewest_then))
    said += _cheapest(found)
    return [*said, found.why_not_cheapest, not_known(found, name), left_out(found)]


def _cheapest(found: Held) -> list[str]:
    """Say what the cheapest cost, and what they do not mend."""
    if found.cheapest_ids is None:
        return []
    cost, n = found.cheapest_yuan, len(found.cheapest_ids)
    if n == 1:
        said = _("The cheapest that would cost {cost:,} yuan a year (1 site).", cost=cost)
    else:
        said = _("The cheapest that would cost {cost:,} yuan a year ({n:,} sites).", cost=cost, n=n)
    return [said, then(found.cheapest_then, before=found.fewest_then)]


def no_remedy(found: Held) -> str:
    """Say why no sites are sought for a norm that names no distance; empty where some are."""
    if found.norm.number("radius_m") is not None or found.is_met:
        return ""
    return _(
        "This norm names no distance within which a home must be, so no set of new sites can be "
        "sought that would meet it: it looks at each home by itself and at the next one."
    )


def then(findings: Iterable[Finding], *, before: Iterable[Finding] = ()) -> str:
    """Say what is met with the proposed sites open, and what is not even then.

    Parameters
    ----------
    findings
        As they would be.
    before
        Of which the same sentence has been said: it is not said twice.
    """
    said = _then(tuple(findings))
    return "" if said == _then(tuple(before)) else said


def _then(findings: tuple[Finding, ...]) -> str:
    if not findings:
        return ""
    broken = [one for one in findings if one.is_met is False]
    unknown = [one for one in findings if one.is_met is None]
    if not broken and not unknown:
        return _("With these, all that is asked is met.")
    said = []
    if broken:
        said.append(_("Not met even then: {rules}.", rules=_(", ").join(map(_broken, broken))))
    if unknown:
        said.append(_("Not known even then: {rules}.", rules=_(", ").join(map(_unknown, unknown))))
    return _("{first} {second}", first=said[0], second=said[1]) if len(said) > 1 else said[0]


def _broken(one: Finding) -> str:
    return _("{rule} (met by {counted})", rule=one.title, counted=one.counted)


def _unknown(one: Finding) -> str:
    if not one.n_asked:
        return _("{rule} (not asked)", rule=one.title)
    return _("{rule} (not known of {n:,})", rule=one.title, n=one.n_unknown)


def not_known(found: Held, name: Callable[[object], str]) -> str:
    """Name the proposed sites of which it is not known whether they suffice by themselves."""
    if not found.unknown_ids:
        return ""
    return _(
        "Proposed though what the norm asks of floor area or hours is not known of them: {sites}.",
        sites=_(", ").join(name(i) for i in found.unknown_ids),
    )


def left_out(found: Held) -> str:
    """Say how many venues were not proposed, as what is known of them breaks the norm."""
    n, rules = len(found.unfit_ids), _(", ").join(_(RULES[rule]) for rule in found.unfit_rules)
    if not n:
        return ""
    if n == 1:
        return _("1 venue was left out, as it cannot meet the norm: {rules}.", rules=rules)
    return _("{n:,} venues were left out, as they cannot meet the norm: {rules}.", n=n, rules=rules)
