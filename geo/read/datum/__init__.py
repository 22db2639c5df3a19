"""The datum of a list: stated, diagnosed against what is known, or "cannot tell"."""

from geo.read.datum.agreement import Agreement as Agreement
from geo.read.datum.agreement import clashes as clashes
from geo.read.datum.agreement import compare as compare
from geo.read.datum.borders import Borders as Borders
from geo.read.datum.borders import borders as borders
from geo.read.datum.doctor import diagnose as diagnose
from geo.read.datum.matching import Pair as Pair
from geo.read.datum.matching import anchors_of as anchors_of
from geo.read.datum.matching import propose_matches as propose_matches
from geo.read.datum.names import as_given as as_given
from geo.read.datum.names import match_names as match_names
from geo.read.datum.restating import restate as restate
from geo.read.datum.settling import settle as settle
from geo.read.datum.verdict import Verdict as Verdict
from geo.read.datum.verdict import says as says
from geo.read.datum.writing import HYPOTHESES as HYPOTHESES
