"""A poster of one A4 page that leads to the page for workers by a QR code."""

from __future__ import annotations

import html
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import segno

from geo import words
from geo.core import Study
from geo.errors import InputError
from geo.explain.near import facts, open_sites
from geo.export.worker.content import Edition, is_invented
from geo.export.write import whole
from geo.words import _

__all__ = ["Poster", "poster"]

_ROWS = 8  # homes that fit beside the code
_LONGEST = 500  # characters of an address that a code can still be scanned with
_SHOWN = 60  # characters of a name


@dataclass(frozen=True)
class Poster:
    """What the poster leads to.

    Attributes
    ----------
    url
        Where the page is found, as the publisher types it.
    edition
        Who publishes it, and the map's review number.
    """

    url: str
    edition: Edition

    def __post_init__(self) -> None:
        """Refuse what no telephone would open."""
        parts = urlsplit(self.url.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(
                _("{url!r} is no address of a page; it begins with https://", url=self.url[:80])
            )
        if len(self.url) > _LONGEST:
            raise InputError(
                _("An address of more than {n} characters is too long to scan.", n=_LONGEST)
            )

    @property
    def code(self) -> segno.QRCode:
        """The QR code; a quarter of it may be dirty."""
        return segno.make(self.url.strip(), error="q", micro=False)


def poster(
    study: Study, wanted: Poster, path: str | Path, *, open_ids: Iterable[object] | None = None
) -> Path:
    """Write the poster (``.html``, prints on one A4 page), or its code alone (``.svg``, ``.png``).

    Raises
    ------
    InputError
        The suffix is none of these, or nothing can be written there.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix == ".html":
        made = _page(study, wanted, open_ids).encode()
    elif suffix in (".svg", ".png"):
        made = _code(wanted, suffix[1:])
    else:
        raise InputError(
            _("{path}: a poster is written as .html, its code as .svg or .png.", path=target.name)
        )
    return whole(target, lambda part: part.write_bytes(made))


def _code(wanted: Poster, kind: str) -> bytes:
    out = io.BytesIO()
    wanted.code.save(out, kind=kind, scale=16, border=4)
    return out.getvalue()


def _page(study: Study, wanted: Poster, open_ids: Iterable[object] | None) -> str:
    from geo.draw import vendor  # noqa: PLC0415 - brings folium along

    edition, lang = wanted.edition, "zh-CN" if words.language() == "zh" else "en"
    title = html.escape(_("The workers' home nearest to me"))
    drawn = wanted.code.svg_inline(border=4, omitsize=True)
    by = html.escape(edition.publisher.strip())
    number = (
        _("Map review number: {number}", number=edition.review)
        if edition.review.strip()
        else _("No map review number: for internal use, not for publication.")
    )
    invented = html.escape(_("Synthetic data, not real.")) if is_invented(study) else ""
    return f"""<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{vendor.style("worker/poster.css")}
</style>
</head>
<body>
<h1>{title}</h1>
<p class="by">{by}</p>
<div class="code">{drawn}</div>
<p class="ask">{html.escape(_("Scan: the nearest home, its hours, the way there"))}</p>
<p class="url">{html.escape(wanted.url.strip())}</p>
<ul>
{_rows(study, open_ids)}
</ul>
<footer><b>{invented}</b> {html.escape(number)}</footer>
</body>
</html>
"""


def _rows(study: Study, open_ids: Iterable[object] | None) -> str:
    """List the homes that are open, as many as fit."""
    sites = study.sites
    among = [int(j) for j in open_sites(sites, open_ids) if sites.is_existing[j]]
    rows = [
        f"<li><b>{_cut(sites.names[j])}</b><span>{_cut(facts(sites, j).hours)}</span></li>"
        for j in among[:_ROWS]
    ]
    if (more := len(among) - _ROWS) > 0:
        said = _("and {n} more: scan the code", n=more)
        rows.append(f'<li class="more">{html.escape(said)}</li>')
    return "\n".join(rows)


def _cut(text: str) -> str:
    return html.escape(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
