"""What the writer of a document decides: for whom it is, which norm is held against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geo.errors import InputError
from geo.words import _

__all__ = ["Choices"]


@dataclass(frozen=True)
class Choices:
    """The choices of one document.

    Attributes
    ----------
    norm
        Name of the norm that the plan is held against; empty: none.
    is_public
        Whether anybody may read it: no list of firms, and no count small enough to tell whom it
        counts. Such a map needs a review number.
    review_number
        The number under which the maps were reviewed, for a public document.
    recipient, issuer
        Whom it is sent to, who signs it; empty: the line is left out, or left to be signed.
    day
        The day that stands under it; None: today.
    data_date
        Of which day the lists are; empty: the document says that they do not say it.
    """

    norm: str = "shared-home"
    is_public: bool = False
    review_number: str = ""
    recipient: str = ""
    issuer: str = ""
    day: date | None = None
    data_date: str = ""

    def __post_init__(self) -> None:
        """Refuse a public map without a review number."""
        if self.is_public and not self.review_number.strip():
            raise InputError(
                _(
                    "A map for the public carries its review number: give --review-number, or "
                    "write the internal form."
                )
            )
