"""HTML: one page with map, figures and tables that opens from a USB stick without internet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from geo import words
from geo.core import Proposal
from geo.export.family import Format
from geo.export.figures import fewer_head, headline, named, proof, regret_table, settings
from geo.export.tables import heading, open_sites, said
from geo.words import N_, _

__all__ = ["FORMAT", "write"]

_LONGEST = 4000  # characters of one cell
_NUMBER = '<td class="number">'
_NAMES = ("name", "runner_up_name", "way")  # not squeezed by the columns of numbers
_SHARES, _DEGREES, _AREAS = ("share",), ("lon", "lat"), ("area_m2", "short_m2")


def write(proposal: Proposal, path: Path) -> None:
    """Write the page; every script and style is inside it."""
    from geo.draw import legend_html, pieces, proposal_map  # noqa: PLC0415 - brings folium along

    # Beside the map: on a telephone and on paper it would cover half of it.
    drawn = proposal_map(proposal, with_legend=False)
    made = pieces(drawn)
    title = _text(named(proposal.study))
    sections = [
        f"<h1>{title}</h1>",
        f'<p class="question">{_text(proposal.plan.problem.sentence())}</p>',
        _warning(proposal),
        _figures(proposal),
        f'<section class="map">{made.body}</section>',
        f'<div class="legend">{legend_html(drawn.legend, folds=False)}</div>',
        _heading(_("Open sites")),
        _sites(proposal),
        _floor_area(proposal),
        _regret(proposal),
        _heading(_("Settings")),
        _facts(settings(proposal)),
        _heading(_("Notes")),
        _notes(proposal.notes),
        f"<footer>{_text(_('Made with xuanzhi; opens without internet.'))}</footer>",
    ]
    lang = "zh-CN" if words.language() == "zh" else "en"
    page = (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n{made.head}\n</head>\n<body>\n<main>\n"
        + "\n".join(sections)
        + f"\n</main>\n<script>\n{made.script}\n</script>\n</body>\n</html>\n"
    )
    path.write_text(page, encoding="utf-8")


def _text(value: object) -> str:
    from geo.draw import text  # noqa: PLC0415 - brings folium along

    return text(value, longest=_LONGEST)


def _heading(words_: str) -> str:
    return f"<h2>{_text(words_)}</h2>"


def _warning(proposal: Proposal) -> str:
    """Put what must not be overlooked above everything else."""
    invented = [_(s.name) for s in proposal.study.sources if s.is_synthetic]
    if not invented:
        return ""
    said_ = _("Synthetic data, not real: {name}.", name="; ".join(dict.fromkeys(invented)))
    return f'<p class="warning">{_text(said_)}</p>'


def _figures(proposal: Proposal) -> str:
    boxes = "".join(
        f'<div class="figure {kind}"><span>{_text(figure.label)}</span>'
        f"<b>{_text(figure.value)}</b><small>{_text(figure.detail)}</small></div>"
        for kind, figure in zip(("before", "after", "bound"), headline(proposal), strict=True)
    )
    return f'<div class="figures">{boxes}</div>\n<p class="proof">{_text(proof(proposal))}</p>'


def _sites(proposal: Proposal) -> str:
    table = open_sites(proposal)
    if table.empty:
        return f"<p>{_text(_('No home is open, and none is proposed.'))}</p>"
    heads = [(str(column), heading(column, proposal)) for column in table]
    return _table(heads, table.to_numpy(dtype=object))


def _floor_area(proposal: Proposal) -> str:
    """Set what the norm asks of a home beside what the open ones offer, where that is known."""
    from geo.export.report.floor_area import of_the_homes  # noqa: PLC0415 - brings the solver along

    area = of_the_homes(proposal)
    if area is None:
        return ""
    heads = list(area.heads.items())
    said_ = f"<p>{_text(_('Held against: {norm}.', norm=area.norm.title))} {_text(area)}</p>"
    table = _table(heads, area.table.to_numpy(dtype=object))
    return f"{_heading(_('Floor area'))}\n{said_}\n{table}"


def _regret(proposal: Proposal) -> str:
    """Set other ways of choosing beside the plan, where there are any."""
    table = regret_table(proposal)
    if table.empty:
        return ""
    heads = [
        ("way", _("Way of choosing")),
        ("value", _("Workers covered")),
        ("share", _("Share")),
        ("loss", fewer_head(table["loss"])),
    ]
    rows = table.to_numpy(dtype=object)
    from geo.explain import ways_left_out  # noqa: PLC0415 - brings scikit-learn along

    why = ways_left_out(proposal.regret)
    said = f"\n<p>{_text(why)}</p>" if why else ""
    return _heading(_("Other ways of choosing")) + "\n" + _table(heads, rows) + said


def _table(heads: Sequence[tuple[str, str]], rows: Iterable[Iterable[object]]) -> str:
    columns = [column for column, _label in heads]
    shown = [[_shown(c, cell) for c, cell in zip(columns, row, strict=True)] for row in rows]
    body = "\n".join(f"<tr>{''.join(row)}</tr>" for row in shown)
    # A head stands over its numbers: to the right where the cells below do.
    is_number = [any(row[k].startswith(_NUMBER) for row in shown) for k in range(len(columns))]
    head = "".join(
        (_NUMBER.replace("td", "th") if right else "<th>") + f"{_text(label)}</th>"
        for (_column, label), right in zip(heads, is_number, strict=True)
    )
    return (
        f'<div class="wide"><table class="data"><thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody></table></div>"
    )


def _shown(column: str, cell: object) -> str:
    value = said(cell)
    if not isinstance(value, (int, float)):
        kind = ' class="name"' if column in _NAMES else ""
        return f"<td{kind}>{_text(value)}</td>"
    if column in _SHARES:
        number = f"{value:.1%}"
    elif column in _AREAS:
        number = f"{value:,g}"
    else:
        number = f"{value:.6f}" if column in _DEGREES else f"{value:,.0f}"
    return f"{_NUMBER}{number}</td>"


def _facts(pairs: Iterable[tuple[str, object]]) -> str:
    read = [(label, f"{value:,}" if isinstance(value, int) else value) for label, value in pairs]
    rows = "\n".join(f"<tr><th>{_text(a)}</th><td>{_text(b)}</td></tr>" for a, b in read)
    return f'<table class="data facts"><tbody>\n{rows}\n</tbody></table>'


def _notes(notes: Iterable[str]) -> str:
    return f'<ul class="notes">{"".join(f"<li>{_text(note)}</li>" for note in notes)}</ul>'


FORMAT = Format(".html", N_("Web page with map (offline)"), "text/html", write, has_map=True)
