"""The search for the least sites: one minimum-cost covering, proven from below."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from geo.core import Reach
from geo.core.arrays import Ints
from geo.solve.exact import CoverModel, Floor, Row, answer
from geo.solve.exact.thin import thinned
from geo.solve.least.faces import faces_of_needs
from geo.solve.least.needs import Needs
from geo.solve.least.refusing import refuse_unreachable
from geo.solve.progress import Watch

__all__ = ["AskedLeast", "Least", "ask_least"]

Open = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Least:
    """The best choice found, and what none can be below.

    Attributes
    ----------
    new_pos
        Positions of the new sites; None where none that do were found in time.
    value
        Their number, or what they cost.
    bound
        No choice has fewer, or costs less: a whole number.
    """

    new_pos: Ints | None
    value: int
    bound: int

    @property
    def is_proven(self) -> bool:
        """Whether no choice is better."""
        return self.new_pos is not None and self.value == self.bound


@dataclass(frozen=True, eq=False)
class AskedLeast:
    """Needs put to some data: collapsed once, asked for the fewest sites and for the cheapest.

    Attributes
    ----------
    needs, reach
        What must be covered, and of what.
    stands
        ``(n_site,)`` sites that are open and stay so; they cost nothing.
    model
        The covering model; helpers stand behind the sites.
    """

    needs: Needs
    reach: Reach
    stands: Open
    model: CoverModel

    def fewest(self, watch: Watch) -> Least | None:
        """Find the fewest new sites; None: no choice meets all conditions."""
        n_old = int(self.stands.sum()) + self.model.faces.n_site - len(self.stands)
        found = self._least(self.model, watch)
        if found is None:
            return None
        return Least(found.new_pos, found.value - n_old, found.bound - n_old)

    def cheapest(self, cost: Ints, watch: Watch) -> Least | None:
        """Find the cheapest new sites; None: no choice meets all conditions.

        Parameters
        ----------
        cost
            ``(n_site,)`` what opening each site costs.
        watch
            Clock.
        """
        price = np.zeros(self.model.faces.n_site, np.int64)
        price[: len(cost)] = np.where(self.stands, 0, cost)
        return self._least(replace(self.model, price=price), watch)

    def _least(self, model: CoverModel, watch: Watch) -> Least | None:
        found = answer(model, watch, seed=0)
        if found.is_infeasible:
            return None
        if found.is_open is None:
            return Least(None, 0, found.bound)
        chosen = thinned(model, found.is_open)  # free venues that nobody needs are not proposed
        is_open = chosen[: len(self.stands)]
        assert self.needs.are_met(self.reach, is_open), "too few people would have been covered"
        return Least(np.flatnonzero(is_open & ~self.stands), model.value(chosen), found.bound)


def ask_least(
    needs: Needs,
    reach: Reach,
    *,
    stands: Open,
    is_closed: Open,
    rows: tuple[Row, ...] = (),
    watch: Watch | None = None,
) -> AskedLeast:
    """Put needs to some data.

    Parameters
    ----------
    needs, reach
        What must be covered, and of what.
    stands, is_closed
        ``(n_site,)`` sites that are open and stay so, and those that may not be opened. Required
        sites are opened in every choice, unless they may not.
    rows
        Further conditions on sites.
    watch
        Clock and stop button for saying why not even all usable sites are enough; None: its own.

    Raises
    ------
    InfeasibleError
        Not even all usable sites are enough; it names who is out of reach.

    Notes
    -----
    Minimise ``sum(cost_j * x_j)`` (or the number) such that in each group the people with
    ``times`` open sites near are a share of all: a partial set covering with a floor for each group
    (Daskin, Owen 1999 for one floor). Whoever lives inside the radius of the same sites is one row.

    References
    ----------
    Daskin, M., Owen, S. (1999). Two new location covering problems: the partial p-center problem
    and the partial set covering problem. Geographical Analysis 31, 217-235.
    """
    faces = faces_of_needs(needs, reach)
    helpers = np.ones(faces.n_site - len(reach.sites), bool)
    required = reach.sites.is_required & ~is_closed
    low = [group.low for group in needs.groups(reach.demand)]
    model = CoverModel(
        faces,
        np.r_[stands | required, helpers],
        np.r_[is_closed & ~stands, ~helpers],
        times=max(needs.times),
        target=low[0] if len(low) == 1 else 0,
        rows=rows,
        floors=() if len(low) == 1 else tuple(Floor(k, one) for k, one in enumerate(low)),
    )
    refuse_unreachable(needs, reach, model, watch)
    return AskedLeast(needs, reach, stands, model)
