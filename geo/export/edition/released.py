"""A proposal as a release wants it: every format then writes what it is given."""

from __future__ import annotations

from dataclasses import replace

from geo.core import Proposal, Release
from geo.core.crs import DATUMS
from geo.export.edition.firms import Firms
from geo.export.edition.groups import Groups
from geo.export.edition.public import public_proposal
from geo.words import _

__all__ = ["in_public", "noted", "released"]


def released(proposal: Proposal, release: Release) -> Proposal:
    """Make a proposal ready for its readers.

    Raises
    ------
    InputError
        It is for the public, and even all firms together are under the floor.
    """
    ready = replace(proposal, release=release)
    if release.is_public:
        ready = public_proposal(in_public(proposal, release))
    return noted(ready)


def noted(ready: Proposal) -> Proposal:
    """Put what its release says in front of a proposal's notes."""
    return replace(ready, notes=(*_said(ready.release), *ready.notes))


def in_public(proposal: Proposal, release: Release) -> Groups:
    """Part the firms into groups that may be shown."""
    return Groups(Firms(replace(proposal, release=release)), release)


def _said(release: Release) -> list[str]:
    """List the sentences that a release adds to every output."""
    if release.is_public:
        first = _(
            "Public edition: firms are shown in groups of at least {firms} firms and {workers} "
            "workers. All counts are sums of whole groups, rounded to multiples of {firms} firms "
            "and {workers} workers; shares and yearly costs for each worker are reckoned from the "
            "rounded counts. A group counts as covered only where all its firms are: apart from "
            "rounding, coverage is told too low rather than too high.",
            firms=release.least_firms,
            workers=release.least_workers,
        )
    else:
        first = _("For internal use: single firms may be shown.")
    said = [first]
    if release.datum != "wgs84":
        said.append(
            _(
                "Coordinates in tables and GeoJSON are in {datum}; a GeoPackage is in WGS-84.",
                datum=_(DATUMS[release.datum]),
            )
        )
    if release.review_number:
        said.append(_("Map review number: {number}.", number=release.review_number))
    return said
