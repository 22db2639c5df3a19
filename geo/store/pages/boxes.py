"""The spatial index of many points, packed: nodes as SQLite's R*Tree stores them.

Points are put in the order in which a Hilbert curve meets them, so that neighbours share a node
(Kamel and Faloutsos 1993); then each node is full.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.store.pages.hilbert import along, around

__all__ = ["Index", "packed"]

Singles = npt.NDArray[np.float32]

_HEAD_BYTES = 4  # of a node: how deep the tree is (in the topmost), how many cells
_CELL_BYTES = 24  # a number of eight bytes; least and most x, least and most y


@dataclass(frozen=True, eq=False)
class Index:
    """A packed index of ``n`` points in ``n_node`` nodes; node 1 is the topmost.

    Attributes
    ----------
    nodes
        ``(n_node, node_bytes)`` the bytes of each.
    node_of
        ``(n,)`` number of the node that holds a point.
    parent_of
        ``(n_node - 1,)`` number of the node above, from node 2 on.
    """

    nodes: npt.NDArray[np.uint8]
    node_of: Ints
    parent_of: Ints


def packed(x: Floats, y: Floats, node_bytes: int) -> Index:
    """Build the index of points ``(n,)``; the first has number 1, the others count up.

    Boxes are of single precision and hold their points: they are rounded outwards, as SQLite does.
    """
    n, most = len(x), (node_bytes - _HEAD_BYTES) // _CELL_BYTES
    order = along(x, y)
    sizes = [-(-n // most)]  # nodes of each level, from the leaves up
    while sizes[-1] > 1:
        sizes.append(-(-sizes[-1] // most))
    first = 1 + np.concatenate([np.cumsum(sizes[::-1])[::-1][1:], [0]])  # the topmost is 1
    nodes = np.zeros((sum(sizes), node_bytes), np.uint8)
    ids, box = order + 1, around(x, y, order)
    for begin, n_node in zip(first, sizes, strict=True):
        _put(nodes[begin - 1 : begin - 1 + n_node], ids, box, most)
        ids, box = begin + np.arange(n_node), _joined(box, most)
    nodes[0, :2] = divmod(len(sizes) - 1, 256)
    node_of = np.empty(n, np.int64)
    node_of[order] = first[0] + np.arange(n) // most
    above = [up + np.arange(k) // most for up, k in zip(first[1:], sizes[:-1], strict=True)]
    return Index(nodes, node_of, np.concatenate([*above[::-1], np.empty(0, np.int64)]))


def _joined(box: Singles, most: int) -> Singles:
    """Return the box around the boxes of each node."""
    begins = np.arange(0, len(box), most)
    least = np.minimum.reduceat(box[:, ::2], begins)
    greatest = np.maximum.reduceat(box[:, 1::2], begins)
    return np.stack([least[:, 0], greatest[:, 0], least[:, 1], greatest[:, 1]], axis=1)


@nb.njit(cache=True, nogil=True)
def _put(nodes: npt.NDArray[np.uint8], ids: Ints, box: Singles, most: int) -> None:
    """Write the cells of one level into its nodes: all are full but the last."""
    sides = box.view(np.uint32)
    for p in range(len(nodes)):
        node, at = nodes[p], np.uint64(_HEAD_BYTES)
        begin, end = p * most, min(p * most + most, len(ids))
        node[2], node[3] = (end - begin) >> 8, (end - begin) & 255
        for k in range(begin, end):
            for b in range(8):
                node[at + np.uint64(b)] = ids[k] >> (56 - 8 * b)
            at += np.uint64(8)
            for side in range(4):
                for b in range(4):
                    node[at + np.uint64(b)] = sides[k, side] >> np.uint32(24 - 8 * b)
                at += np.uint64(4)
