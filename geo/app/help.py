"""A little help on top of each page: what it is for, what comes next, where the handbook is."""

from __future__ import annotations

import streamlit as st

from geo import words
from geo.words import N_, _

__all__ = ["HELP", "show_help"]

HELP = {
    "start": (
        N_("Here you begin: look at a demo town, begin a project, or open one again."),
        N_("Give your lists on page **Data**. Everything is saved by itself, after every click."),
    ),
    "data": (
        N_(
            "Here you give the lists of firms, venues and homes, see how each column was "
            "understood and which rows cannot be used, and correct them, on the map or in tables."
        ),
        N_("Make sure that the datum is right; then see on page **Gaps** who has no home nearby."),
    ),
    "gaps": (
        N_("Here you see who is covered today, and which firms have no home nearby."),
        N_("Set the distance people walk; then ask on page **Propose** where new homes should go."),
    ),
    "propose": (
        N_(
            "Here you ask for new homes in one sentence. The answer says whether it is proven "
            "best; a search that was stopped is not proven."
        ),
        N_("Keep a plan under a name: page **Compare** shows up to four side by side."),
    ),
    "compare": (
        N_("Here you see which of the plans you kept is better, and where they differ."),
        N_("Hand the better one over on page **Export**, or spread it over years on **Phase**."),
    ),
    "phase": (
        N_("Here you say how many homes each year may open; the order that is best is found."),
        N_("Hand the plan over on page **Export**."),
    ),
    "export": (
        N_(
            "Here you write a plan as a document, table or map. Choose the public edition where "
            "no single firm may be recognised."
        ),
        N_("Open the file and read it before you send it on."),
    ),
    "find": (
        N_("Here you find the homes nearest to a firm, a worker or a click, and the way there."),
        N_("Write the page for workers: one file that works on any phone, without internet."),
    ),
}
"""URL path of a page -> what it is for, and what comes next."""

_HANDBOOK = {"zh": "README.zh-CN.md", "en": "README.md"}


def show_help(page: str) -> None:
    """Offer the help of a page; `geo.app.look` puts it into the corner, where nothing else is."""
    purpose, following = HELP[page]
    with st.container(key="help"), st.popover(_("Help"), icon=":material/help:", type="tertiary"):
        st.markdown(_(purpose))
        st.markdown(_("**Next:** {step}", step=_(following)))
        st.caption(
            _(
                "The handbook comes with the program: the file {file} in its folder. It needs no "
                "internet either.",
                file=f"`{_HANDBOOK[words.language()]}`",
            )
        )
