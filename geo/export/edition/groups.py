"""The groups of a public edition, and every sum that may be told of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from geo.core import Release
from geo.core.arrays import Ints
from geo.export.edition.firms import Firms, Flags
from geo.export.edition.merged import Merged, rounded
from geo.export.edition.partition import partition

__all__ = ["Groups"]


@dataclass(frozen=True, eq=False)
class Groups:
    """The groups of one proposal, and every figure that may be told of them.

    Attributes
    ----------
    firms
        What is known of the single firms.
    release
        For whom, and the floor.
    """

    firms: Firms
    release: Release

    @cached_property
    def merged(self) -> Merged:
        """Which firm is in which group.

        Raises
        ------
        InputError
            Even all firms together are under the floor.
        """
        return Merged(partition(self.firms, self.release))

    @cached_property
    def workers(self) -> Ints:
        """Workers of each group, rounded."""
        return rounded(self.merged.total(self.firms.workers), self.release.least_workers)

    @cached_property
    def n_firms(self) -> Ints:
        """Firms of each group, rounded."""
        return rounded(self.merged.size, self.release.least_firms)

    def people(self, flags: Flags) -> int:
        """Add up the workers of the groups of which all firms are meant."""
        return int(self.workers[self.merged.every(flags)].sum())

    def places(self, flags: Flags) -> int:
        """Add up the firms of the groups of which all firms are meant."""
        return int(self.n_firms[self.merged.every(flags)].sum())

    def covered(self, site_ids: Iterable[object]) -> int:
        """Workers of the groups of which every firm has one of some sites near."""
        return self.people(self.firms.times(site_ids) > 0)
