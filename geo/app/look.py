"""The look around every page: room for the map, print, projector, words that CSS must change."""

from __future__ import annotations

import json

from geo.words import _

__all__ = ["NEARER", "style"]

NEARER = 1.25
"""Times as large as on a laptop everything is for a projector."""

_ALWAYS = """
/* A projector has 720 lines: the map must stand on the first of them, not below a large heading. */
.stMainBlockContainer { padding-top: 2.2rem; padding-bottom: 2rem; }
@media (max-width: 640px) { .stMainBlockContainer { padding-top: 4rem; } }
.stMainBlockContainer h1 { font-size: 1.9rem; padding: 0 0 .6rem; }
/* Help stands in the corner above the page, in no line of its own. */
.stMainBlockContainer { position: relative; }
.st-key-help { position: absolute; top: .2rem; right: 1rem; width: auto; z-index: 999991; }
.st-key-help button { min-height: 1.75rem; padding: 0 .4rem; }
@media (max-width: 640px) { .st-key-help { top: .9rem; } }
/* Maps beside one another stand below one another on a telephone. */
@media (max-width: 640px) {
  [class*="st-key-maps-of-"] .stElementContainer { height: auto; }
  .st-key-maps-of-2 iframe { height: 640px; }
  .st-key-maps-of-3 iframe { height: 960px; }
  .st-key-maps-of-4 iframe { height: 1280px; }
}
[data-testid="stMetricValue"] { font-size: 1.7rem; }
[data-testid="stMetricLabel"], [data-testid="stMetricLabel"] *,
[data-testid="stMetricValue"], [data-testid="stMetricValue"] * {
  white-space: normal !important; overflow: visible !important; }
/* Small print is read too: 4.5 to 1 on white and on the grey of the sidebar. */
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] * {
  color: #55575e !important; opacity: 1 !important; }
[data-testid="stButtonGroup"] button, [data-testid="stButtonGroup"] button * {
  color: #1f2937 !important; }
/* What is old while the server works is dimmed at once, after a second, not by and by: where there
   is no graphics card a fading page takes a whole processor from the server. */
[data-stale="true"] { transition: opacity 0s linear 1s !important; }
:focus-visible { outline: 3px solid #0072B2; outline-offset: 2px; }
@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stElementToolbar"],
  .st-key-help, .stButton, .stDownloadButton, .stForm, .stFileUploader, .stToggle {
    display: none !important; }
  .stMainBlockContainer { max-width: none; padding: 0; }
  .stApp, .stMain, [data-testid="stAppViewContainer"] { position: static !important;
    overflow: visible !important; height: auto !important; }
  [data-testid="stVerticalBlock"] > div { break-inside: avoid; }
  /* A table is a picture as wide as it was on the screen: it is made as wide as the sheet. */
  .stDataFrame { container-type: inline-size; width: 100% !important; }
  .stDataFrame canvas { max-width: 100cqw !important; height: auto !important; }
}
"""

_PROJECTOR = f"""
/* Everything is measured in rem: text of 20 px and all that stands around it. */
html {{ font-size: {16 * NEARER:.0f}px; }}
.stMainBlockContainer {{ max-width: none; padding-left: 2rem; padding-right: 2rem; }}
/* A map in a frame has sizes of its own: signs and words of the whole frame are enlarged. */
iframe {{ zoom: {NEARER}; max-width: 100%; }}
"""

# Streamlit's own words cannot be translated by an option: the text is made nothing, ours follows.
_WORDS = """
[data-testid="stFileUploaderDropzone"] button p,
[data-testid="stFileUploaderDropzoneInstructions"] * { font-size: 0; }
[data-testid="stFileUploaderDropzone"] button p::after { content: %s; font-size: 1rem; }
[data-testid="stFileUploaderDropzoneInstructions"]::after { content: %s; font-size: .875rem;
  color: #55575e; }
[data-testid="InputInstructions"] { display: none; }
/* Why a file was refused Streamlit says in a tip only, and by its technical type. */
[data-testid="stFileChip"] [role="alert"],
body:has([data-testid="stFileChip"]:hover) [data-testid="stTooltipErrorContent"]
  { font-size: 0 !important; }
[data-testid="stFileChip"] [role="alert"]::after,
body:has([data-testid="stFileChip"]:hover) [data-testid="stTooltipErrorContent"]::after,
[data-testid="stFileUploaderDropzone"]:has([data-testid="stFileChip"][aria-invalid="true"])::after
  { content: %s; font-size: .875rem; }
[data-testid="stFileUploaderDropzone"]::after { color: #8c1d18; align-self: center; }
a[data-testid="stSkipToContent"] { font-size: 0 !important; }
a[data-testid="stSkipToContent"]::after { content: %s; font-size: 1rem; }
"""


def style(*, is_large: bool) -> str:
    """Write the style of every page.

    Parameters
    ----------
    is_large
        Whether text is large enough for a projector.
    """
    words = (
        _("Choose a file"),
        _("or drag it here"),
        _("A file of this kind or size cannot be used here; choose another."),
        _("Skip to the content"),
    )
    replaced = _WORDS % tuple(json.dumps(word, ensure_ascii=False) for word in words)
    return f"<style>{_ALWAYS}{replaced}{_PROJECTOR if is_large else ''}</style>"
