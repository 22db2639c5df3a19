"""Many rows into a new table at once: the pages of the file are laid out here, not by SQLite.

`cells` says what a column holds, `kernels` lays rows on pages, `tree` puts the pages into the file,
`boxes` builds the spatial index, `layer` makes a layer of points of all that.
"""

from geo.store.pages.layer import write_points as write_points

__all__ = ["write_points"]
