"""What the writer of a document decides: for whom it is, which norm is held against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from geo.core import Release

__all__ = ["Choices"]


@dataclass(frozen=True)
class Choices:
    """The choices of one document.

    Attributes
    ----------
    norm
        Name of the norm that the plan is held against; empty: none; None: the one that the study
        says, or else the usual one, a shared home's.
    is_public
        Whether anybody may read it: all its figures are sums of groups of firms (docs/adr/0010).
        Such a map needs a review number.
    review_number
        The number under which the maps were reviewed, for a public document.
    recipient, issuer
        Whom it is sent to, who signs it; empty: the line is left out, or left to be signed.
    least_firms, least_workers
        The floor: no group with fewer is in a public document.
    day
        The day that stands under it; None: today.
    data_date
        Of which day the lists are; empty: the document says that they do not say it.
    paper
        Paper of the drawn map of the plan: ``"a3"`` adds it once more as an annex of that size.
    """

    norm: str | None = None
    is_public: bool = False
    review_number: str = ""
    recipient: str = ""
    issuer: str = ""
    least_firms: int = Release.least_firms
    least_workers: int = Release.least_workers
    day: date | None = None
    data_date: str = ""
    paper: Literal["a4", "a3"] = "a4"

    def __post_init__(self) -> None:
        """Refuse a public map without a review number, and a paper that there is not."""
        self.release.check_map()

    @property
    def release(self) -> Release:
        """The same, as every other format is told it."""
        audience: Literal["internal", "public"] = "public" if self.is_public else "internal"
        floor = self.least_firms, self.least_workers
        return Release(audience, "wgs84", self.review_number.strip(), *floor, self.paper)

    @classmethod
    def of(cls, release: Release) -> Choices:
        """Choose for a release of all formats together."""
        return cls(
            is_public=release.is_public,
            review_number=release.review_number,
            least_firms=release.least_firms,
            least_workers=release.least_workers,
            paper=release.paper,
        )
