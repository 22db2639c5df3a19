"""Evidence for a bound: trees of multipliers, checked in whole numbers."""
