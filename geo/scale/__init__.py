"""Questions too large for one pass in memory: demand streamed part by part."""
