"""The lists that were read: their columns, their datum, what was found in them, their rows."""
