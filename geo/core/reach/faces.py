"""Faces: demand collapsed into groups that the same sites cover."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Ints, digest, frozen
from geo.core.reach.rows import add_up, canonical_rows
from geo.errors import InputError
from geo.words import _

__all__ = ["Faces"]


@dataclass(frozen=True, eq=False)
class Faces:
    """Demand points with the same covering sites, added up: exact for every covering question.

    Two firms inside the service radius of the same sites are one firm with two weights. In the
    plane ``m`` discs cut out at most ``m² - m + 2`` faces, however many firms there are.

    The canonical form: no two rows alike, each row ascending, rows in lexicographic order.

    Attributes
    ----------
    start
        ``(n_face + 1,)`` int64; row ``f`` is ``site_pos[start[f]:start[f + 1]]``.
    site_pos
        ``(n_pair,)`` int32 positions of the covering sites.
    weight
        ``(n_face,)`` int64 people.
    count
        ``(n_face,)`` int64 demand points.
    layers
        ``(n_face, n_layer)`` int64 further weights (members, a street's workers), or zero columns.
    out_weight, out_count, out_layers
        What no site covers: people, demand points, ``(n_layer,)`` further weights.
    n_site
        Number of sites.
    """

    start: Ints
    site_pos: npt.NDArray[np.int32]
    weight: Ints
    count: Ints
    layers: Ints
    out_weight: int
    out_count: int
    out_layers: Ints
    n_site: int

    @classmethod
    def from_rows(
        cls,
        start: npt.ArrayLike,
        site_pos: npt.ArrayLike,
        weight: npt.ArrayLike,
        count: npt.ArrayLike,
        *,
        n_site: int,
        layers: npt.ArrayLike | None = None,
    ) -> Faces:
        """Bring rows of any order, repeated or empty ones too, into the canonical form.

        Each row's ``site_pos`` must ascend.
        """
        first = np.ascontiguousarray(start, np.int64)
        pos = np.ascontiguousarray(site_pos, np.int32)
        w, c = np.ascontiguousarray(weight, np.int64), np.ascontiguousarray(count, np.int64)
        extra = (
            np.zeros((len(w), 0), np.int64)
            if layers is None
            else np.ascontiguousarray(layers, np.int64)
        )
        new_start, new_pos, group = canonical_rows(first, pos)
        n = len(new_start) - 1
        # The last row of the sums: covered by nothing.
        values = add_up(group, np.column_stack([w, c, extra]), n + 1)
        return cls(
            frozen(new_start, np.int64),
            frozen(new_pos, np.int32),
            frozen(values[:n, 0], np.int64),
            frozen(values[:n, 1], np.int64),
            frozen(values[:n, 2:], np.int64),
            int(values[n, 0]),
            int(values[n, 1]),
            frozen(values[n, 2:], np.int64),
            n_site,
        )

    def __len__(self) -> int:
        """Count the faces."""
        return len(self.weight)

    def __eq__(self, other: object) -> bool:
        """Compare by content."""
        return isinstance(other, Faces) and self.digest == other.digest

    def __hash__(self) -> int:
        """Hash by content."""
        return hash(self.digest)

    @cached_property
    def total(self) -> int:
        """All people, covered by some site or not."""
        return int(self.weight.sum()) + self.out_weight

    @cached_property
    def row_of_pair(self) -> Ints:
        """``(n_pair,)`` the face of each entry of ``site_pos``."""
        return frozen(np.repeat(np.arange(len(self)), np.diff(self.start)), np.int64)

    @cached_property
    def digest(self) -> str:
        """Content digest."""
        return digest(
            "faces",
            self.start,
            self.site_pos,
            self.weight,
            self.count,
            self.layers,
            self.out_weight,
            self.out_count,
            self.out_layers,
            self.n_site,
        )

    def merge(self, other: Faces) -> Faces:
        """Return the faces of two parts of the demand as the faces of the whole."""
        if self.n_site != other.n_site or self.layers.shape[1] != other.layers.shape[1]:
            raise InputError(_("Faces of different sites or layers cannot be merged."))
        return Faces.from_rows(
            np.concatenate(
                [
                    self.start,
                    self.start[-1] + other.start[1:],
                    [self.start[-1] + other.start[-1]] * 2,
                ]
            ),
            np.concatenate([self.site_pos, other.site_pos]),
            np.concatenate([self.weight, other.weight, [self.out_weight, other.out_weight]]),
            np.concatenate([self.count, other.count, [self.out_count, other.out_count]]),
            n_site=self.n_site,
            layers=np.vstack([self.layers, other.layers, self.out_layers, other.out_layers]),
        )

    def times_covered(self, is_open: npt.NDArray[np.bool_]) -> Ints:
        """Count the open sites that cover each face: ``(n_face,)``."""
        return (
            np.add.reduceat(is_open[self.site_pos].astype(np.int64), self.start[:-1])
            if len(self)
            else np.zeros(0, np.int64)
        )

    def covered(self, is_open: npt.NDArray[np.bool_], times: int = 1) -> int:
        """Add up the people of the faces that at least ``times`` open sites cover."""
        return int(self.weight[self.times_covered(is_open) >= times].sum())

    def by_site(self) -> tuple[Ints, npt.NDArray[np.int32]]:
        """Return the transpose: ``(n_site + 1,)`` starts and the faces of each site."""
        order = np.argsort(self.site_pos, kind="stable")
        start = np.zeros(self.n_site + 1, np.int64)
        np.cumsum(np.bincount(self.site_pos, minlength=self.n_site), out=start[1:])
        return start, self.row_of_pair[order].astype(np.int32)
