"""Building: pieces of street that share node numbers become a graph."""
