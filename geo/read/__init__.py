"""Read: any list a union office has, as checked values; no row lost or misplaced in silence."""

from geo.read.build import build_study as build_study
from geo.read.build import read_study as read_study
from geo.read.bulk import Points as Points
from geo.read.bulk import point_batches as point_batches
from geo.read.bulk import read_points as read_points
from geo.read.cells.columns import WHY as WHY
from geo.read.cells.columns import Match as Match
from geo.read.checks import CHECKS as CHECKS
from geo.read.datum import Pair as Pair
from geo.read.datum import Verdict as Verdict
from geo.read.datum import anchors_of as anchors_of
from geo.read.datum import diagnose as diagnose
from geo.read.datum import propose_matches as propose_matches
from geo.read.datum import restate as restate
from geo.read.datum import settle as settle
from geo.read.formats import READERS as READERS
from geo.read.formats import SUFFIXES as SUFFIXES
from geo.read.formats.excel import sheet_names as sheet_names
from geo.read.layer import KINDS as KINDS
from geo.read.layer import Layer as Layer
from geo.read.reading import read_layer as read_layer
from geo.read.remembered import remember as remember
from geo.read.remembered import remembered as remembered
from geo.read.template import write_template as write_template
from geo.read.workbook import summary as summary
from geo.read.workbook import write_findings as write_findings
