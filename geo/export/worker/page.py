"""The page for workers: one file that opens anywhere, asks nothing of the network, runs no name."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterable
from pathlib import Path

from geo import words
from geo.core import Mode, Study
from geo.export.worker.content import Edition, content, is_invented
from geo.export.write import whole
from geo.read import Layer
from geo.words import _

__all__ = ["worker_page"]

_STYLES = ("vendor/leaflet/leaflet.css", "map/map.css", "worker/worker.css")
_SCRIPTS = ("vendor/leaflet/leaflet.js", "map/map.js", "worker/worker.js")
# JSON inside a page: no character that could end the element it stands in.
_AS_DATA = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


def worker_page(
    study: Study,
    path: str | Path,
    *,
    mode: Mode,
    open_ids: Iterable[object] | None = None,
    places: Layer | None = None,
    edition: Edition | None = None,
) -> Path:
    """Write the page on which workers find the home nearest to them.

    Parameters
    ----------
    study
        The study; of its firms only areas that many share are shown.
    path
        Where the page is written.
    mode
        The rule of distance.
    open_ids
        The homes to show, those not open yet marked as planned; None: the homes of today.
    places
        Further public places to start from: stops, gates, halls.
    edition
        Publisher, review number, privacy floor.

    Raises
    ------
    InputError
        There is no home, or nothing can be written there.
    """
    said = edition or Edition()
    held = content(study, mode=mode, open_ids=open_ids, places=places, edition=said)
    text = _page(json.dumps(held, ensure_ascii=False, separators=(",", ":")), study, said)
    return whole(Path(path), lambda part: part.write_text(text, encoding="utf-8"))


def _page(data: str, study: Study, edition: Edition) -> str:
    from geo.draw import vendor  # noqa: PLC0415 - brings folium along

    styles = "\n".join(f"<style>\n{vendor.style(name)}\n</style>" for name in _STYLES)
    scripts = [f"\n{vendor.script(name)}\n" for name in _SCRIPTS]
    with words.in_language("zh"):
        head = _head(study, edition)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{html.escape(_("The workers' home nearest to me"))}</title>
{styles}
</head>
<body>
{head}
<main>
<div id="map" role="application"></div>
<section class="list">
<div class="bar"><h2 id="listed" aria-live="polite"></h2>
<button id="clear" type="button" data-say="clear" hidden></button>
<label><input id="only" type="checkbox"><span data-say="only"></span></label></div>
<p id="how"></p>
<p id="none" data-say="none" hidden></p>
<ol id="cards"></ol>
</section>
</main>
<footer><ul id="notes"></ul></footer>
<script id="data" type="application/json">{data.translate(_AS_DATA)}</script>
{"".join(f"<script>{script}</script>" for script in scripts)}
</body>
</html>
"""


def _head(study: Study, edition: Edition) -> str:
    """Write what stands above the map; the script translates what is marked ``data-say``."""
    publisher = edition.publisher.strip()
    by = f'<p class="publisher">{html.escape(publisher)}</p>' if publisher else ""
    invented = '<p class="warning" data-say="synthetic"></p>' if is_invented(study) else ""
    return (
        '<header><div class="title"><h1 data-say="title"></h1>'
        f'<button id="language" type="button" data-say="other"></button></div>{by}'
        '<form id="find" role="search" autocomplete="off">'
        '<input id="search" type="search" enterkeyhint="search">'
        '<button id="own" type="button" data-say="own"></button></form>'
        '<ul id="hits"></ul><p id="message" role="status"></p></header>'
        f"{invented}"
    )


def _policy(scripts: Iterable[str]) -> str:
    """Let these scripts run and no other, and nothing be fetched from anywhere."""
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    allowed = " ".join(f"'sha256-{base64.b64encode(one).decode()}'" for one in digests)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
