"""A city beside spopt: 100,000 firms, 100 candidates, from arrays to the proven plan."""

import geo
from bench.engine.peers import spopt
from bench.families import made
from bench.measure import row, timed

N_FIRM, N_SITE, RADIUS, NEW = 100_000, 100, 1.0, 10


def run():
    demand, sites = made("clustered", N_FIRM, N_SITE)
    given = (demand.x, demand.y, demand.weight, sites.x, sites.y)

    def ours():
        x, y, weight, site_x, site_y = given
        reach = geo.Straight().reach(
            geo.Demand.from_arrays(x, y, weight), geo.Sites.from_arrays(site_x, site_y)
        )
        return geo.solve(geo.MaxCover(new=NEW, radius_m=RADIUS), reach)

    plan, cold, warm = timed(ours, 9)
    assert plan.status == "optimal"
    row("firms x sites", "cold s", "warm s", "beside", "its s", "ratio warm", "ratio cold")
    peer = spopt(demand, sites, RADIUS, NEW)
    if peer is None:
        row(f"{N_FIRM:,} x {N_SITE}", f"{cold:.3f}", f"{warm:.4f}", "spopt is not here", "", "", "")
        return
    name, value, seconds = peer
    assert value == plan.value, "the answers differ"
    ratios = (f"{seconds / warm:,.0f}x", f"{seconds / cold:,.0f}x")
    row(f"{N_FIRM:,} x {N_SITE}", f"{cold:.3f}", f"{warm:.4f}", name, f"{seconds:.1f}", *ratios)
