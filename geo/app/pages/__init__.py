"""The pages: one file each, one line here."""

from geo.app.pages import data, gaps, propose, start

PAGES = {"start": start, "data": data, "gaps": gaps, "propose": propose}
"""URL path -> module with ``TITLE``, ``ICON`` and ``page()``; the first is shown first."""
