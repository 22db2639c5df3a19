"""Compiled loops of the values, loaded only where there is much to do."""
