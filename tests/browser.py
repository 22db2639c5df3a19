"""Look at pages in a real Chromium with the network cut; shared by the tests of map, export, app.

    with browser.visit("file:///…/plan.html") as seen:
        assert seen.is_quiet, seen.complaints
        assert browser.painted(seen.shot(".leaflet-container")) > 0.02

Tests that call `visit` are skipped, with the reason printed, where there is no Chromium.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")

_FLAGS = [
    *["--headless", "--no-sandbox", "--disable-quic", "--no-first-run"],
    *["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    # The network is cut, not merely watched: no name but this machine's own resolves.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]
_WITHOUT_GL = ["--disable-gpu", "--disable-3d-apis"]
# WebGL drawn by the processor: what a machine without a graphics card shows.
_WITH_GL = [
    *["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
    "--ignore-gpu-blocklist",
]
_LOCAL = ("http://127.0.0.1", "ws://127.0.0.1", "http://localhost", "ws://localhost")
_INSIDE = (*_LOCAL, "file:", "data:", "blob:", "about:")


@dataclass
class Seen:
    """An open page and everything it complained about."""

    page: Page
    errors: list[str] = field(default_factory=list)
    external: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    sent: list[str | bytes] = field(default_factory=list)

    @property
    def complaints(self) -> dict[str, list[str]]:
        """Console errors, requests that left the machine or failed, dialogs that opened."""
        every = {
            "errors": self.errors,
            "external": self.external,
            "failed": self.failed,
            "dialogs": self.dialogs,
        }
        return {kind: said for kind, said in every.items() if said}

    @property
    def is_quiet(self) -> bool:
        return not self.complaints

    def shot(self, selector: str | None = None, path: Path | None = None) -> bytes:
        """Photograph the page, or the first element that matches."""
        if selector is None:
            return self.page.screenshot(path=path, full_page=True)
        return self.page.locator(selector).first.screenshot(path=path)


@cache
def why_not() -> str:
    """Say why no page can be looked at here; empty if one can."""
    if not CHROMIUM.exists():
        return f"no Chromium at {CHROMIUM} (Debian package chromium)"
    try:
        import playwright.sync_api  # noqa: F401, PLC0415 - only asked whether it is there
    except ImportError:
        return "playwright is not installed (extra 'test')"
    return ""


@contextmanager
def opened(*, webgl: bool = False) -> Iterator[Browser]:
    """Start Chromium, with WebGL or without; skip the test where there is none."""
    if reason := why_not():
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - absent on small machines

    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=str(CHROMIUM), args=_FLAGS + (_WITH_GL if webgl else _WITHOUT_GL)
        )
        try:
            yield chromium
        finally:
            chromium.close()


@contextmanager
def visit(
    url: str | Path,
    *,
    size: tuple[int, int] = (1280, 800),
    wait_for: str | None = None,
    timeout_s: float = 30,
    chromium: Browser | None = None,
) -> Iterator[Seen]:
    """Open ``url`` (or a file) and keep it open inside the ``with`` block.

    ``wait_for`` is a CSS selector that must become visible first. A ``chromium`` that is already
    `opened` saves starting one; each page has a profile of its own all the same.
    """
    with nullcontext(chromium) if chromium else opened() as running:
        page = running.new_page(viewport={"width": size[0], "height": size[1]})
        page.set_default_timeout(timeout_s * 1000)
        seen = Seen(page)
        _listen(seen)
        page.goto(url.resolve().as_uri() if isinstance(url, Path) else url, wait_until="load")
        if wait_for:
            page.locator(wait_for).first.wait_for(state="visible")
        yield seen
        page.close()


_CALM = """(quiet) => new Promise((done) => {
  const from = performance.now();
  let last = from;
  const changes = new MutationObserver(() => { last = performance.now(); });
  changes.observe(document, {
    subtree: true, childList: true, attributes: true, characterData: true
  });
  const look = () => {
    const now = performance.now();
    if (now - last < quiet && now - from < 20 * quiet) { setTimeout(look, quiet / 5); return; }
    changes.disconnect();
    done();
  };
  look();
})"""


def calm(page: Page, *, quiet_s: float = 0.25) -> None:
    """Wait until nothing on the page has changed for a while; it may go on in its frames."""
    page.evaluate(_CALM, quiet_s * 1000)


def _listen(seen: Seen) -> None:
    def asked(request) -> None:
        seen.requests.append(request.url)
        if not request.url.startswith(_INSIDE):
            seen.external.append(request.url[:200])

    def answered(response) -> None:
        if response.status >= 400:
            seen.failed.append(f"{response.status} {response.url[:200]}")

    def said(message) -> None:
        if message.type == "error":
            seen.errors.append(message.text[:300])

    def asks(dialog) -> None:
        seen.dialogs.append(dialog.message)
        dialog.dismiss()

    def told(message) -> None:
        seen.sent.append(message)

    def connected(socket) -> None:
        socket.on("framesent", told)

    seen.page.on("websocket", connected)
    seen.page.on("request", asked)
    seen.page.on("response", answered)
    seen.page.on("requestfailed", lambda r: seen.failed.append(f"{r.failure} {r.url[:200]}"))
    seen.page.on("console", said)
    seen.page.on("pageerror", lambda e: seen.errors.append(str(e)[:300]))
    seen.page.on("dialog", asks)


def painted(png: bytes) -> float:
    """Return the share of pixels that differ from the commonest colour, 0..1."""
    pixels = colours(png)
    packed = pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]
    counts = np.unique(packed, return_counts=True)[1]
    return 1 - counts.max() / counts.sum()


def share_of(png: bytes, colour: str, *, tolerance: int = 24) -> float:
    """Return the share of pixels close to ``colour`` (``"#0072B2"``), 0..1."""
    wanted = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)])
    return float((np.abs(colours(png) - wanted) <= tolerance).all(axis=-1).mean())


def colours(png: bytes) -> np.ndarray:
    """Return ``(height, width, 3)`` red, green, blue of a picture."""
    from PIL import Image  # noqa: PLC0415 - comes with streamlit; only pictures need it

    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB")).astype(np.int64)
