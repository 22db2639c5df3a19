"""The pages: one file each, one line here."""

from geo.app.pages import compare, data, gaps, propose, start

PAGES = {"start": start, "data": data, "gaps": gaps, "propose": propose, "compare": compare}
"""URL path -> module with ``TITLE``, ``ICON`` and ``page()``; the first is shown first."""
