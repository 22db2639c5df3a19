"""Cells: what one cell or one column of a list means."""
