"""What lies behind the gaps: one file for each question of page Gaps."""

from geo.app.widgets.why.gaps.panel import gaps as gaps
