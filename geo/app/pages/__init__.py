"""The pages: one file each, one line here."""

from geo.app.pages import compare, data, find, gaps, propose, start

PAGES = {
    "start": start,
    "data": data,
    "gaps": gaps,
    "propose": propose,
    "compare": compare,
    "find": find,
}
"""URL path -> module with ``TITLE``, ``ICON`` and ``page()``; the first is shown first."""
