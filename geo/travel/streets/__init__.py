"""Streets: the walking graph from OSM extracts, road lines and OSMnx graphs; kept, changed."""
