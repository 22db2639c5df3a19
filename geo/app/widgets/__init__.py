"""Controls that return values, and values that become pictures."""

from geo.app.widgets.ask import counted as counted
from geo.app.widgets.ask import question as question
from geo.app.widgets.ask import way as way
from geo.app.widgets.beside import curves as curves
from geo.app.widgets.beside import differences as differences
from geo.app.widgets.beside import linked_maps as linked_maps
from geo.app.widgets.beside import side_by_side as side_by_side
from geo.app.widgets.datum import datum_doctor as datum_doctor
from geo.app.widgets.keeping import keep_plan as keep_plan
from geo.app.widgets.maps import show_map as show_map
from geo.app.widgets.results import cards as cards
from geo.app.widgets.results import downloads as downloads
from geo.app.widgets.results import headline as headline
from geo.app.widgets.results import numbers as numbers
from geo.app.widgets.solving import other_ways as other_ways
from geo.app.widgets.solving import solved as solved
from geo.app.widgets.tables import counts as counts
from geo.app.widgets.tables import findings as findings
from geo.app.widgets.tables import firm_table as firm_table
from geo.app.widgets.tables import sources as sources
from geo.app.widgets.tables import tables as tables
from geo.app.widgets.tables import templates as templates
from geo.app.widgets.venues import venues as venues
from geo.app.widgets.venues import whom as whom
