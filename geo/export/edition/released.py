"""A proposal as a release wants it: every format then writes what it is given."""

from __future__ import annotations

from dataclasses import replace

from geo.core import Proposal, Release
from geo.core.crs import DATUMS
from geo.export.edition.groups import in_groups
from geo.words import _

__all__ = ["released"]


def released(proposal: Proposal, release: Release) -> Proposal:
    """Make a proposal ready for its readers.

    Raises
    ------
    InputError
        It is for the public, and even all firms together are under the floor.
    """
    ready = in_groups(proposal, release) if release.is_public else proposal
    return replace(ready, release=release, notes=(*ready.notes, *_said(release)))


def _said(release: Release) -> list[str]:
    """List the sentences that a release adds to every output."""
    if release.is_public:
        first = _(
            "Public edition: firms are shown in groups of at least {firms} firms and {workers} "
            "workers; the figures of each site are rounded to multiples of these.",
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
