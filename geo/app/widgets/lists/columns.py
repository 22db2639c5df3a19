"""Which column is which: the proposal with examples, to be corrected by the user."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from geo.app import cache
from geo.app.markdown import plain
from geo.app.state import Upload
from geo.errors import GeoError
from geo.read import KINDS, MEANINGS, Seen
from geo.words import _

__all__ = ["columns"]

_FIRST = ("lon", "lat", "place", "workers", "name", "id", "status")
_A_ROW = 3
_ONCE = "\x001"  # no heading: each firm counts once


def columns(given: tuple[Upload, ...], read_again: Callable[[tuple[Upload, ...]], None]) -> None:
    """Show what each column of the lists was taken for, and let the user correct it.

    Parameters
    ----------
    given
        The files, with what was said about their columns.
    read_again
        Told the files once something else is said.
    """
    for one in given:
        if one.kind not in KINDS:
            other = _other_part(one)
            if other is not None:
                read_again(tuple(other if each is one else each for each in given))
                st.rerun()
            continue
        label = _(
            "{name}: which column is which", name=f"{_(KINDS[one.kind])}, {plain(one.path.name)}"
        )
        with st.expander(label, icon=":material/view_column:", expanded=bool(one.problem)):
            if one.problem:
                st.error(plain(one.problem), icon=":material/error:")
            try:
                seen = cache.seen(one)
            except GeoError as error:
                if str(error) != one.problem:
                    st.error(plain(str(error)), icon=":material/error:")
                continue
            said = _asked(one, seen)
            if said is not None:
                read_again(tuple(said if other is one else other for other in given))
                st.rerun()


def _asked(one: Upload, seen: Seen) -> Upload | None:
    """Return what the user says now, once the button is pressed."""
    part = _part(one, seen.parts, seen.part)
    if part != (one.part or seen.part or None):
        return replace(one, part=part, columns=())
    if one.columns:
        st.caption(_("Used as you named them, now or for an earlier list."))
    with st.form(f"columns-{one.kind}", border=False):
        st.caption(_("Each box shows the column and its first values. Correct what is wrong."))
        fields = seen.meanings(one.kind)
        chosen = _boxes(one, seen, tuple(f for f in fields if f in _FIRST))
        with st.popover(_("Further columns")):
            chosen |= _boxes(one, seen, tuple(f for f in fields if f not in _FIRST))
        if not st.form_submit_button(_("Read again with these columns"), type="primary"):
            return None
    weight = "1" if chosen.get("workers") == _ONCE else None
    kept = {f: c for f, c in chosen.items() if c != _ONCE}
    said = {f: c for f, c in kept.items() if c or seen.column_of(f)}
    return replace(one, columns=tuple(said.items()), weight=weight, part=part)


def _other_part(one: Upload) -> Upload | None:
    """Say what is wrong with people counted by others, or boundaries; offer their layers."""
    if one.problem:
        st.error(plain(one.problem), icon=":material/error:")
    elif one.is_remark_grave:
        st.warning(plain(one.remark), icon=":material/compare_arrows:")
    elif one.remark:
        st.caption(plain(one.remark))
    try:
        parts = cache.parts(one)
    except GeoError:  # what is wrong with the file was just said
        return None
    part = _part(one, parts, "")
    return None if part == one.part else replace(one, part=part)


def _part(one: Upload, parts: tuple[str, ...], now: str) -> str | None:
    """Let a sheet or a layer be chosen; all of them together where none needs to be."""
    if not parts:
        return one.part
    options = parts if one.part or now else ("", *parts)
    return (
        st.selectbox(
            _("Sheet or layer"),
            options,
            index=options.index(one.part or now),
            format_func=lambda name: name or _("— all —"),
            key=f"part-{one.kind}-{one.path}",
        )
        or None
    )


def _boxes(one: Upload, seen: Seen, fields: tuple[str, ...]) -> dict[str, str]:
    """Show a box for each meaning; return meaning -> heading, empty for none."""
    said = {}
    for start in range(
        0, len(fields), _A_ROW
    ):  # row by row: on a phone they stand below one another
        row = fields[start : start + _A_ROW]
        for field, place in zip(row, st.columns(_A_ROW), strict=False):
            said[field] = _box(one, seen, field, place)
    return said


def _box(one: Upload, seen: Seen, field: str, place: st.delta_generator.DeltaGenerator) -> str:
    options = ["", *seen.columns]
    if field == "workers":
        options.append(_ONCE)
    now = _ONCE if field == "workers" and one.weight == "1" else seen.column_of(field) or ""

    def say(heading: str) -> str:
        if heading == _ONCE:
            return _("no column: count each firm once")
        examples = ", ".join(seen.columns.get(heading, ()))
        return f"{heading}  ({examples})" if heading else _("— none —")

    return place.selectbox(
        _(MEANINGS[field]),
        options,
        index=options.index(now),
        format_func=say,
        key=f"column-{one.kind}-{one.path}-{seen.part}-{field}-{now}",
    )
