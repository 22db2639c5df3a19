"""Who is covered, counted again: from the coordinates, along streets, as faces."""
