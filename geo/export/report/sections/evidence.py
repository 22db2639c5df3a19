"""Section: where the data come from, and how anybody can check the plan."""

from __future__ import annotations

from geo.core import Source
from geo.export.report.case import Case
from geo.export.report.content import Block, Heading, Paragraph, Table
from geo.export.report.nouns import joined
from geo.words import N_, _

__all__ = ["blocks"]

_DIGITS = 12  # of a file's fingerprint
_LAYERS = {
    "firms": N_("Firms"),
    "sites": N_("Venues"),
    "homes": N_("Homes open today"),
    "outline": N_("Study area"),
    "streets": N_("Streets"),
}
_DATUMS = {"wgs84": "WGS-84", "gcj02": "GCJ-02", "bd09": "BD-09", "cgcs2000": "CGCS2000"}


def blocks(case: Case) -> list[Block]:
    """List the sources, the notes that must be shown, and the evidence."""
    return [
        Heading(1, _("Sources and evidence")),
        Heading(2, _("Sources")),
        Paragraph(_dated(case)),
        *_sources(case),
        *(Paragraph(note) for note in _notes(case)),
        Heading(2, _("Evidence")),
        *_evidence(case),
    ]


def _notes(case: Case) -> tuple[str, ...]:
    """List the notes; what a public edition is stands at its head already."""
    return case.proposal.notes[1:] if case.choices.is_public else case.proposal.notes


def _evidence(case: Case) -> list[Block]:
    if case.choices.is_public:
        said = _(
            "The plan file, with the proof and every firm, is for internal use: whoever may hold "
            "it checks the plan and its proof with {command}.",
            command="xuanzhi verify PLAN.gpkg",
        )
        return [Paragraph(said)]
    return [Paragraph(_certified(case)), Paragraph(_checked(case))]


def _dated(case: Case) -> str:
    if case.choices.data_date:
        return _("The data are as of {day}.", day=case.choices.data_date)
    return _("The lists do not say of which day they are.")


def _sources(case: Case) -> list[Block]:
    sources = case.study.sources
    if not sources:
        return []
    heads = (_("Layer"), _("Source"), _("Datum"), _("Rows used"), _("Rejected"), _("Fingerprint"))
    has_files = any(s.sha256 for s in sources)  # else there would be a column of dashes
    # Rows are firms, and a fingerprint proves a guess.
    n_told = 3 if case.choices.is_public else 5 + has_files
    rows = tuple(
        (
            _(_LAYERS[s.layer]) if s.layer in _LAYERS else s.layer,
            _(s.name),
            _datum(s),
            f"{s.n_read:,}",
            f"{s.n_rejected:,}",
            s.sha256[:_DIGITS] or "-",
        )[:n_told]
        for s in sources
    )
    caption = _("Sources (fingerprint: the first {n} digits of SHA-256)", n=_DIGITS)
    if case.choices.is_public:
        return [Table(_("Sources"), heads[:n_told], rows)]
    said = caption if has_files else _("Sources")
    return [Table(said, heads[:n_told], rows, frozenset({3, 4}))]


def _datum(source: Source) -> str:
    name = _DATUMS.get(source.datum, source.datum)
    return name if source.datum_known else _("{datum} (taken)", datum=name)


def _certified(case: Case) -> str:
    plan = case.plan
    said = [
        _(
            "Value {value:,}, proven bound {bound:,}, seed {seed}, digest of the data {digest}.",
            value=plan.value,
            bound=plan.bound,
            seed=plan.seed,
            digest=plan.data_digest,
        )
    ]
    if hasattr(plan.problem, "far_m"):
        said.append(_("Value and bound are counted in thousandths of a visit."))
    if plan.certificate is None:
        said.append(_("The plan file carries no certificate of the bound."))
    else:
        said.append(
            _(
                "The plan file carries whole numbers ({kind}, size in bytes: {size:,}) from which "
                "anybody can reckon the bound again without the program that found it.",
                kind=plan.certificate.kind,
                size=plan.certificate.nbytes,
            )
        )
    return joined(*said)


def _checked(case: Case) -> str:
    plan = case.plan
    sign = ">" if plan.problem.sense == "min" else "<"
    parts = {
        "command": "xuanzhi verify PLAN.gpkg",
        "value": plan.value,
        "sign": sign,
        "bound": plan.bound,
    }
    if plan.status == "optimal":
        return _(
            "To check it, run {command} on the plan file (PLAN.gpkg): it recounts the plan and its "
            "proof by itself and prints PROVEN value = bound = {value}.",
            **parts,
        )
    return _(
        "To check it, run {command} on the plan file (PLAN.gpkg): it recounts the plan by itself "
        "and prints GAP {value} {sign} {bound}, since the proof is not finished.",
        **parts,
    )
