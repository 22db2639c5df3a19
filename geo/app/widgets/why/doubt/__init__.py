"""How sure is this? A plan, and a target, over many draws of data that may be wrong."""

from geo.app.widgets.why.doubt.panel import how_sure as how_sure
