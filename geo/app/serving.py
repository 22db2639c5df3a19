"""The server of the planner: everything large is loaded before the first visitor comes.

``python -m geo.app.serving run SCRIPT ...`` is ``streamlit run SCRIPT ...`` with a warm start.
"""

from __future__ import annotations

from importlib import import_module

from geo.app.garbage import leave_out, search_now_and_again

__all__ = ["main", "warm"]

_LARGE = (
    "geo.study",
    "geo.opening",
    "geo.explain",
    "geo.draw",
    "geo.store.project",
    "geo.export",
    "streamlit",
    "altair",
)
"""What brings the large libraries with it; pages and components wait for the server to be up."""

_RADIUS_M = 1000.0


def warm() -> None:
    """Load libraries and compiled kernels, which takes seconds the first time in a process."""
    for name in _LARGE:
        import_module(name)
    _work_once()
    leave_out("libraries")


def _work_once() -> None:
    """Ask for a plan and draw the map of a demo town as that of a city is drawn."""
    from geo.draw import block, study_tiles  # noqa: PLC0415 - loaded above: all in one place
    from geo.solve import MaxCover, solve  # noqa: PLC0415 - likewise
    from geo.study import demo  # noqa: PLC0415 - likewise
    from geo.travel import Straight  # noqa: PLC0415 - likewise

    town, mode = demo("yongshun"), Straight()
    reach = mode.reach(town.demand, town.sites, _RADIUS_M)
    solve(MaxCover(new=1, radius_m=_RADIUS_M), reach)
    made = block(town)
    made.words()
    study_tiles(town, made, coverage=reach.coverage(_RADIUS_M), mode=mode, density=False)


def main() -> None:
    """Warm up, then hand over to Streamlit's own command line."""
    from streamlit.web.cli import main as serve  # noqa: PLC0415 - only a server needs it

    warm()
    search_now_and_again()
    try:
        serve(prog_name="streamlit")
    finally:
        from geo.app.running import end_all  # noqa: PLC0415 - loaded with the pages, not before

        end_all()


if __name__ == "__main__":
    main()
