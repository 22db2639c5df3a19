"""Whether a page is fit to be shown: words of English, faults, clipped or overlapping text."""

from __future__ import annotations

import re
from pathlib import Path

from served import settle

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
SIZES = {"laptop": (1280, 720), "projector": (1920, 1080), "phone": (390, 844)}
# Names of formats, systems, products and the demo's own licence; nothing a person must understand.
KNOWN = re.compile(
    r"[a-z]*Excel|GeoJSON|GeoPackage|GIS|gpkg|CSV|csv|HTML|Word|PDF|GPS|WGS|GCJ|CGCS\d*|BD|"
    r"OpenStreetMap|Leaflet|English|Language|fast|geocn|MIT|HDBSCAN|means|firm\d+|hall\d+|venues|"
    r"firms|xuanzhi|contributors|ODbL|Helsinki|osm|pbf|GeoTIFF|Vega|Lite|PNG|https"
)

# The texts a reader sees, each with the boxes its lines fill.
_TEXTS = """
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, box = node.parentElement;
    if (!box || !node.textContent.trim()) continue;
    if (['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(box.tagName)) continue;
    const look = getComputedStyle(box);
    if (parseFloat(look.fontSize) > 0 && look.fontFamily.indexOf('Material') < 0 &&
        box.checkVisibility({visibilityProperty: true, opacityProperty: true})) {
      texts.push([node, box, look]);
    }
  }
"""
_SHOWN = "() => {" + _TEXTS + "return texts.map(([node]) => node.textContent.trim()); }"
# What is read aloud in their place: of controls, and of charts and what stands in them.
_ALOUD = """() => ["aria-label", "aria-roledescription"].flatMap((name) =>
  [...document.querySelectorAll(`[${name}]`)].filter((one) => !one.closest("[aria-hidden=true]"))
    .map((one) => one.getAttribute(name)))"""
_CROWDED = (
    "() => {"
    + _TEXTS
    + """
  const found = [], main = document.querySelector('[data-testid="stMain"]') || document.body;
  for (const one of [document.documentElement, main]) {
    if (one.scrollWidth > one.clientWidth + 1) found.push(`wider than the screen: ${one.tagName}`);
  }
  const boxes = [];
  for (const [node, box] of texts) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const said = node.textContent.trim().slice(0, 40);
    for (let up = box; up && up !== main; up = up.parentElement) {
      const look = getComputedStyle(up), edge = up.getBoundingClientRect();
      if (edge.width <= 1 || edge.height <= 1) break;  // for screen readers alone
      if (/auto|scroll/.test(look.overflowX + look.overflowY)) break;
      if (/hidden|clip/.test(look.overflowX) && [...range.getClientRects()].some(
          (r) => r.width > 1 && (r.right > edge.right + 1.5 || r.left < edge.left - 1.5))) {
        found.push(`clipped: ${said}`);
        break;
      }
    }
    if (main.contains(box)) {
      for (const r of range.getClientRects()) if (r.width > 1) boxes.push([r, node, said]);
    }
  }
  for (let i = 0; i < boxes.length; i++) {
    for (let j = i + 1; j < boxes.length; j++) {
      const [a, m, x] = boxes[i], [b, n, y] = boxes[j];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (m !== n && wide > 3 && high > 5) found.push(`overlap: ${x} / ${y}`);
    }
  }
  for (const map of main.querySelectorAll('iframe')) {
    const edge = map.getBoundingClientRect();
    for (const [r, , said] of boxes) {
      const wide = Math.min(r.right, edge.right) - Math.max(r.left, edge.left);
      const high = Math.min(r.bottom, edge.bottom) - Math.max(r.top, edge.top);
      if (wide > 3 && high > 5) found.push(`on a map: ${said}`);
    }
  }
  return [...new Set(found)];
}"""
)


# What axe found right or could not tell is not sent to Python.
_AXE = """() => axe.run(document, {iframes: false, resultTypes: ['violations']}).then(
  (found) => found.violations.filter((one) => ['serious', 'critical'].includes(one.impact)).map(
    (one) => [one.id, one.nodes.slice(0, 4).map((node) => node.html.slice(0, 160))]))"""


def english(page) -> list[str]:
    """Words in Latin letters that a Chinese reader sees, or hears, and that are no names."""
    found: set[str] = set()
    for _time in range(10):  # Streamlit's own "Skip to main content" hides itself after a while
        texts = page.evaluate(_SHOWN) + page.evaluate(_ALOUD)
        words = (word for text in texts for word in re.findall(r"[A-Za-z][A-Za-z\d]{2,}", text))
        found = {w for w in words if not KNOWN.fullmatch(w)}
        if not found:
            break
        page.wait_for_timeout(500)
    return sorted(found)


def faults(page) -> list[tuple[str, list[str]]]:
    """What axe-core calls serious or critical, on the page and inside its frames."""
    found: list[tuple[str, list[str]]] = []
    for frame in page.frames:
        if frame is not page.main_frame and not frame.frame_element().is_visible():
            continue
        if not frame.evaluate("() => 'axe' in window"):
            frame.add_script_tag(path=AXE)
        found += map(tuple, frame.evaluate(_AXE))
    return found


def crowded(page) -> list[str]:
    """Text that is clipped, lies on other text or a map, or makes the page too wide."""
    return page.evaluate(_CROWDED)


def is_fit(page) -> bool:
    """No word of English, no serious fault, nothing crowded, once the page has its own style."""
    settle(page)
    page.wait_for_timeout(1000)
    assert english(page) == []
    assert faults(page) == []
    assert crowded(page) == []
    return True
