"""The pages: one file each, one line here."""

from geo.app.pages import compare, data, export, find, gaps, phase, propose, start

PAGES = {
    "start": start,
    "data": data,
    "gaps": gaps,
    "propose": propose,
    "compare": compare,
    "phase": phase,
    "export": export,
    "find": find,
}
"""URL path -> module with ``TITLE``, ``ICON`` and ``page()``; the first is shown first."""
