"""Put evidence beside an answer that came without."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo.core import Certificate
from geo.core.arrays import frozen
from geo.solve.evidence.columns import columns_of
from geo.solve.evidence.search import evidence_for
from geo.solve.exact import Answer, CoverModel
from geo.solve.progress import Watch

__all__ = ["with_evidence"]

_SECONDS = 10.0
_MOST_PAIRS = 200_000  # beyond, a relaxation takes longer than anybody waits for


def with_evidence(model: CoverModel, found: Answer, watch: Watch) -> Answer:
    """Look, for a little while, for whole numbers that prove an optimum of HiGHS.

    Parameters
    ----------
    model
        What was solved.
    found
        The answer; one that is not proven best, or has a certificate, is returned as it is.
    watch
        The caller's clock.
    """
    if found.is_open is None or found.certificate is not None:
        return found
    if model.value(found.is_open) != found.bound or len(model.faces.site_pos) > _MOST_PAIRS:
        return found
    given = columns_of(model)
    if not len(given.small.free) or not len(given.small.weight):
        return found  # nothing to decide: the checker sees that by itself
    claim = found.bound if model.sense == "max" else -found.bound
    proof = evidence_for(given, claim, Watch(min(_SECONDS, watch.left_s)))
    return found if proof is None else replace(found, certificate=_with_cliques(model, proof))


def _with_cliques(model: CoverModel, proof: Certificate) -> Certificate:
    """Name the sites of each condition of the least distance: they depend on how it was written."""
    rows = [r.pos for r in model.rows if r.is_clique]
    sizes = [len(pos) for pos in rows]
    sites = np.concatenate([np.zeros(0, np.int64), *rows])
    arrays = {"clique": frozen(sizes, np.int32), "clique_site": frozen(sites, np.int32)}
    return Certificate(proof.kind, {**proof.arrays, **arrays})
