"""Explanations on the screen: a sentence first, then numbers, then a table, and the call."""

from geo.app.widgets.why.gaps import gaps as gaps
from geo.app.widgets.why.panel import why as why
from geo.app.widgets.why.panel import why_each as why_each
from geo.app.widgets.why.years import plan_in_years as plan_in_years
