"""An independent checker of a finished plan: numpy and the standard library, no solver.

It shares no code with what it judges. It recounts who is covered from the raw coordinates, builds
the faces in a way of its own, and checks the certificate in whole numbers.
"""

from geo.verify.count.recount import Data as Data
from geo.verify.file import check_file as check_file
from geo.verify.given.fingerprint import fingerprint as fingerprint
from geo.verify.given.tables import further as further
from geo.verify.max_cover import Claim as Claim
from geo.verify.max_cover import Question as Question
from geo.verify.max_cover import verify_max_cover as verify_max_cover
from geo.verify.verdict import Verdict as Verdict
