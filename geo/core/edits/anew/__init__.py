"""Lists read anew: what a hand corrected in them before is carried over, and nothing of it lost."""

from geo.core.edits.anew.carry import Carried as Carried
from geo.core.edits.anew.carry import carry as carry
from geo.core.edits.anew.correction import Correction as Correction
from geo.core.edits.anew.correction import Remark as Remark
from geo.core.edits.anew.corrections import Corrections as Corrections
from geo.core.edits.anew.corrections import firms_of as firms_of
from geo.core.edits.anew.report import report as report
