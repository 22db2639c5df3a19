"""Carry what a hand corrected over onto lists that were read anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from geo.core.edits.anew import wish
from geo.core.edits.anew.correction import FIELDS, Correction, Kind, Note, Remark
from geo.core.edits.anew.corrections import Corrections, firms_of
from geo.core.edits.anew.recognise import Known
from geo.core.edits.anew.row import Row, apart_m, is_alike
from geo.core.edits.log import Batch, Edit
from geo.core.edits.place import FIRM, PLACE, SITE, fresh_id
from geo.core.study import Study
from geo.errors import GeoError
from geo.words import N_, _

__all__ = ["Carried", "carry"]

_TWICE_M = 500.0  # nearer than this, one of the same name may be the same


@dataclass(frozen=True)
class Carried(Batch):
    """The edits that put corrections into lists read anew: one step, which can be taken back."""

    def sentence(self, _study: Study) -> str:
        """Say what is done."""
        return _("{n} corrections carried over", n=len(self.edits))


def carry(
    corrections: Corrections, study: Study, *, taken: Iterable[object] = ()
) -> tuple[Carried, Corrections]:
    """Find the edits that bring corrections into lists read anew, and what they cannot bring.

    What a hand changed stands also where the list says something new, and a remark tells of it.
    What the list itself says by now needs no hand any more.

    Parameters
    ----------
    corrections
        Of the lists before, those that waited already among them.
    study
        The lists read anew.
    taken
        Ids used before; where a row needs another id, it gets none of them.
    """
    walk = _Walk(study, tuple(taken))
    every = [*corrections.waiting, *corrections.standing]  # what a hand did last is done last
    for one in sorted(every, key=lambda c: c.was is not None):  # what was made may be changed later
        walk.carry(one)
    firms = [firm for edit in walk.edits for firm in firms_of(edit)]
    noted = Corrections().noted(study, walk.study, firms)
    return Carried(tuple(walk.edits)), replace(
        noted,
        waiting=tuple(walk.waiting),
        remarks=tuple(walk.remarks),
        n_carried=walk.n_carried,
    )


class _Walk:
    """The corrections, one after another, onto a study that fills with them."""

    def __init__(self, study: Study, taken: tuple[object, ...]) -> None:
        self.study, self._taken = study, taken
        self.edits: list[Edit] = []
        self.waiting: list[Correction] = []
        self.remarks: list[Remark] = []
        self.n_carried = 0
        self._known: dict[Kind, Known] = {k: Known(study, k) for k in ("firm", "site")}
        self._made: dict[tuple[Kind, object], object] = {}

    def carry(self, one: Correction) -> None:
        """Carry one over, or let it wait."""
        n = len(self.edits)
        if one.was is None and one.now is not None:
            self._make(one, one.now)
        else:
            self._meet(one)
        self.n_carried += len(self.edits) > n

    def _make(self, one: Correction, now: Row) -> None:
        known = self._known[one.kind]
        there, _why = known.find(one)
        if there is not None and known.same_id(one.id) == there:  # the list was written from ours
            self._remark(one, (N_("the list has it now; what the list says stands"), {}))
            return
        row_id = one.id if known.same_id(one.id) is None else self._fresh(one.kind)
        absent = wish.absent(self.study, one.kind, now)
        if not self._try(one, wish.made(self.study, one.kind, row_id, now, but=absent)):
            return
        self._made[one.kind, one.id] = row_id
        twin = None if there is None else known.row(there)
        if twin is not None and apart_m(twin, now) <= _TWICE_M:
            note = N_("the list has one of this name too, {id}; look whether it is the same")
            self._remark(one, (note, {"id": str(there)}))
        self._lack(replace(one, id=row_id, was={**now, **dict.fromkeys(absent)}), absent)

    def _fresh(self, kind: Kind) -> str:
        ids = self.study.demand.ids if kind == "firm" else self.study.sites.ids
        return fresh_id([*ids, *self._taken], FIRM if kind == "firm" else SITE)

    def _meet(self, one: Correction) -> None:
        """Carry over onto a row that the list has."""
        known = self._known[one.kind]
        made = self._made.get((one.kind, one.id))
        row_id, why = (made, None) if made is not None else known.find(one)
        there = one.was if made is not None else known.row(row_id)
        if row_id is None or there is None or one.was is None:
            self.waiting.append(replace(one, why=why))
        elif one.now is None:
            if self._try(one, wish.dropped(one.kind, row_id)):
                self._told_otherwise(one, one.was, there)
        else:
            self._change(one, row_id, there, one.now)

    def _change(self, one: Correction, row_id: object, there: Row, now: Row) -> None:
        wanted = [f for f in one.fields if not is_alike(f, there.get(f), now[f])]
        absent = [f for f in wish.absent(self.study, one.kind, now) if f in wanted]
        wanted = [f for f in wanted if f not in absent]
        made = wish.changed(self.study, one.kind, row_id, {f: now[f] for f in wanted}, now)
        if self._try(one, made):
            self._told_otherwise(one, one.was or {}, there, tuple(wanted))
        self._lack(one, absent)

    def _try(self, one: Correction, wishes: wish.Wishes) -> bool:
        """Do what can be done; what is refused waits. Say whether all was done."""
        is_all = True
        for fields, edit in wishes:
            try:
                done = edit()
                self.study = done.apply(self.study)
            except GeoError as error:
                self._wait(one, fields, (N_("refused: {why}"), {"why": str(error)}))
                is_all = False
            else:
                self.edits.append(done)
        return is_all

    def _lack(self, one: Correction, absent: Iterable[str]) -> None:
        for column in absent:
            note = N_("the list read last has no column {column}")
            self._wait(one, (column,), (note, {"column": column}))

    def _wait(self, one: Correction, fields: Iterable[str], why: Note) -> None:
        """Keep what of a correction could not be done; of one that makes or deletes, all."""
        now = one.now
        if one.was is not None and now is not None:
            now = {**one.was, **{f: now[f] for f in fields}}
        self.waiting.append(replace(one, now=now, why=why))

    def _told_otherwise(
        self, one: Correction, was: Row, there: Row, fields: Iterable[str] | None = None
    ) -> None:
        """Remark what the list says of a row that is neither what it said nor what a hand said."""
        if fields is None:
            news = [f for f in was if f in there and f not in PLACE]
            if any(not is_alike(f, was[f], there[f]) for f in news):
                self._remark(one, (N_("the list says something new of it; it stays deleted"), {}))
            return
        news = [f for f in fields if not is_alike(f, was.get(f), there.get(f))]
        if set(news) >= set(PLACE):
            news.remove(PLACE[1])  # one place, one remark
        for f in news:
            self._remark(one, _news(f, was, there))

    def _remark(self, one: Correction, note: Note) -> None:
        self.remarks.append(Remark(one.kind, one.id, one.name, note))


def _news(column: str, was: Row, there: Row) -> Note:
    if column in PLACE:
        note = N_("the list moved it by {m:,.0f} m; it stays where it was put by hand")
        return note, {"m": apart_m(was, there)}
    note = N_("{field}: the list says {theirs} now; what was said by hand stands")
    theirs = there.get(column)
    return note, {"field": FIELDS.get(column, column), "theirs": "—" if theirs is None else theirs}
