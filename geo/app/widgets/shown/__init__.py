"""A plan on the screen: its numbers, its map, its chart."""
