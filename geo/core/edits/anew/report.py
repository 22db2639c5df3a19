"""What became of corrections when lists were read anew, as a table."""

from __future__ import annotations

import pandas as pd

from geo.core.edits.anew.correction import said
from geo.core.edits.anew.corrections import Corrections
from geo.words import N_, _

__all__ = ["report"]

_KINDS = {"firm": N_("firm"), "site": N_("venue")}


def report(corrections: Corrections) -> pd.DataFrame:
    """List what could not be carried over, and what should be looked at.

    Returns
    -------
    pandas.DataFrame
        A row each, with headings in the language in use: which list, id, name, whether it was
        carried over, what was done by hand, why not, or what to look at.
    """
    names = [
        _("list"), _("id"), _("name"), _("carried over"), _("done by hand"), _("remark")
    ]  # fmt: skip
    rows = [
        (
            one.kind,
            one.id,
            one.name,
            _("no"),
            one.sentence,
            "" if one.why is None else said(one.why),
        )
        for one in corrections.waiting
    ]
    rows += [(r.kind, r.id, r.name, _("yes"), "", said(r.note)) for r in corrections.remarks]
    told = [(_(_KINDS[kind]), str(row_id), *rest) for kind, row_id, *rest in rows]
    return pd.DataFrame(told, columns=names, dtype="str")
