"""The question: where homes may be, for whom, how far, under which conditions; and its search."""
