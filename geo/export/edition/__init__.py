"""Editions: a proposal made ready for its readers, before any format writes it."""

from geo.export.edition.released import released as released
