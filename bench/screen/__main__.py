"""``python -m bench.screen [town] [city]``: seconds to a map and a plan, memory of a further user.

A town and a city, both invented; first what the server computes, then what users see.
"""

import sys
from importlib.metadata import version

from bench.measure import row, timed, versions
from bench.screen import pages
from bench.screen.city import QUESTION, city
from geo.draw import block, proposal_tiles, study_tiles
from geo.study import run


def parts(study):
    """What the server computes, without any browser."""
    made, first, again = timed(lambda: block(study), 2)
    row("block of firms (once for all users)", f"{first:.2f} s", f"{again:.2f} s")
    said, first, again = timed(lambda: _words(study), 2)
    row("with their words, which follow", f"{first:.2f} s", f"{again:.2f} s")
    row("their bytes", f"{len(made.payload) / 1e6:.1f} + {len(said) / 1e6:.1f} MB", "")
    found, first, again = timed(lambda: run(study, QUESTION, with_regret=False), 2)
    row(f"solve: {found.plan.status}, 20 sites", f"{first:.2f} s", f"{again:.2f} s")
    _made, first, again = timed(lambda: study_tiles(study, made), 2)
    row("map of today, without the firms", f"{first:.2f} s", f"{again:.2f} s")
    _made, first, again = timed(lambda: proposal_tiles(found, made), 2)
    row("map of the plan, without the firms", f"{first:.2f} s", f"{again:.2f} s")


def _words(study):
    return block(study).words()


print(versions(), "streamlit", version("streamlit"), "maplibre-gl 5.24.1")
SIZES = {"town": (10_000, 100, 3), "city": (1_000_000, 1_000, 2)}  # firms, venues, further users
for size in sys.argv[1:] or SIZES:
    n_firm, n_site, users = SIZES[size]
    row(f"{n_firm:,} firms, {n_site:,} venues", "first", "median of the others")
    row("---", "---", "---")
    made = city(n_firm, n_site)
    parts(made)
    pages.waits(made, QUESTION, users)
