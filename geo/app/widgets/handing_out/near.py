"""The locator on the screen: a place is typed or clicked, the nearest homes are cards and a map."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import ceil

import streamlit as st

from geo import words
from geo.app import state
from geo.app.markdown import plain
from geo.app.values import Kept
from geo.app.widgets.shown.handed import hand
from geo.explain import Found, Located, Names, Place
from geo.explain.near import KINDS
from geo.export.worker import Edition, Poster
from geo.words import _

__all__ = ["ask_place", "choose_homes", "home_cards", "publish"]

Sheet = Callable[[Poster, str, str], bytes]

_MOST = 6  # places offered for a name


def choose_homes(plans: Sequence[Kept]) -> Kept | None:
    """Ask whose homes: those of today (None), or those a kept plan opens too."""
    if not plans:
        return None
    names = {plan.name: plan for plan in plans}
    chosen = st.selectbox(
        _("Homes"),
        [None, *names],
        format_func=lambda name: name or _("homes open today"),
        key=state.key(f"find-plan-{state.language()}"),
    )
    return names.get(chosen or "")


def ask_place(names: Names) -> Place | None:
    """Ask for a name, offer what it may mean, and return the place; the last word counts."""
    typed = st.text_input(
        _("Firm, area, home or road: a name, its pinyin or initials"),
        key=state.key(f"find-text-{state.opened()}"),
    )
    hits = names.find(typed, n=_MOST) if typed.strip() else ()
    if typed.strip() and not hits:
        st.info(_("Nothing of that name. Try a part of it or its pinyin, or click on the map."))
    chosen = None
    if hits:
        chosen = st.pills(
            _("Meant is"),
            range(len(hits)),
            default=0,
            format_func=lambda k: f"{plain(hits[k].name)} · {_(KINDS[hits[k].kind])}",
            key=f"find-hit-{state.opened()}-{typed}",
        )
    return state.last_place(typed, None if chosen is None else hits[chosen])


def home_cards(found: Located) -> None:
    """Show the homes, the nearest first; on a narrow screen one below the other."""
    if not found.homes:
        st.warning(_("No home can be reached on foot from here by this rule."))
    for number, home in enumerate(found.homes, 1):
        with st.container(border=True):
            _card(number, home)
    st.caption(_("Distance rule: {rule}.", rule=plain(found.rule)))


def _card(number: int, home: Found) -> None:
    # Names come from a list: they are shown as text, never read as Markdown.
    st.text(f"{number}. {home.name}")
    walk = _(
        "{metres:,.0f} m, {minutes} min on foot", metres=home.metres, minutes=ceil(home.minutes)
    )
    st.markdown(f"#### {walk}")
    if home.is_new:
        st.badge(_("planned, not open yet"), color="gray", icon=":material/construction:")
    elif home.openness.is_open:
        st.badge(plain(str(home.openness)), color="green", icon=":material/schedule:")
    else:
        st.badge(plain(str(home.openness)), color="orange", icon=":material/schedule:")
    area = "" if home.area_m2 is None else _("{area:,.0f} m²", area=home.area_m2)
    facts = [home.hours, " · ".join(t for t in (home.kind, home.host, area) if t), home.services]
    st.text("\n".join(fact for fact in facts if fact))


def publish(page: Callable[[Edition], bytes], sheet: Sheet) -> None:
    """Offer the page for workers, and the poster that leads to it.

    Parameters
    ----------
    page, sheet
        Write the page, and the poster with a suffix in a language.
    """
    with st.expander(
        _("A page for workers, to put on the union's site"), icon=":material/qr_code:"
    ):
        st.markdown(
            _(
                "One file that finds the nearest home without internet, on any telephone. It shows "
                "homes and areas, never a firm."
            )
        )
        told = {"publisher": "", "review": "", "url": "", "language": ""} | state.published()
        edition = _edition(told)
        hand(
            st.container(),
            _("Worker page"),
            partial(page, edition),
            file_name="workers.html",
            mime="text/html",
            key="find-page",
            icon=None,
        )
        url = st.text_input(
            _("Where the page will be found (https://…), for the poster"),
            told["url"],
            key=state.control("find-url", told["url"]),
        )
        spoken = _language(told["language"]) if url.strip() else told["language"]
        state.keep_published(
            {
                "publisher": edition.publisher,
                "review": edition.review,
                "url": url,
                "language": spoken,
            }
        )
        if url.strip():
            _posters(Poster(url, edition), partial(_spoken, sheet, spoken or state.language()))


def _edition(last: Mapping[str, str]) -> Edition:
    """Ask who publishes the page, and under which review number."""
    left, right = st.columns(2)
    publisher, review = last["publisher"], last["review"]
    publisher = left.text_input(
        _("Publisher"), publisher, key=state.control("find-publisher", publisher)
    )
    review = right.text_input(
        _("Map review number (审图号)"), review, key=state.control("find-review", review)
    )
    if not review.strip():
        st.caption(_("No map review number: for internal use, not for publication."))
    return Edition(publisher, review)


def _language(last: str) -> str:
    """Ask in which language the poster speaks; empty: as the screen does."""
    codes = ["", *words.LANGUAGES]
    before = last if last in codes else ""
    return st.selectbox(
        _("Language of the poster"),
        codes,
        codes.index(before),
        format_func=lambda code: words.LANGUAGES.get(code) or _("as on the screen"),
        key=state.control(f"find-language-{state.language()}", before),
    )


def _spoken(sheet: Sheet, code: str, wanted: Poster, suffix: str) -> bytes:
    return sheet(wanted, suffix, code)


def _posters(wanted: Poster, sheet: Callable[[Poster, str], bytes]) -> None:
    forms: Sequence[tuple[str, str, str]] = (
        (_("Poster, A4"), ".html", "text/html"),
        (_("QR code (SVG)"), ".svg", "image/svg+xml"),
        (_("QR code (PNG)"), ".png", "image/png"),
    )
    for (label, suffix, mime), column in zip(forms, st.columns(len(forms)), strict=True):
        hand(
            column,
            label,
            partial(sheet, wanted, suffix),
            file_name=f"poster{suffix}",
            mime=mime,
            key=f"find-poster{suffix}",
            icon=None,
        )
