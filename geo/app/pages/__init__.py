"""The pages: one file each, one line here."""

from geo.app.pages import data, gaps, phase, propose, start

PAGES = {"start": start, "data": data, "gaps": gaps, "propose": propose, "phase": phase}
"""URL path -> module with ``TITLE``, ``ICON`` and ``page()``; the first is shown first."""
