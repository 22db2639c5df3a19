"""Edits: frozen changes of a study's sites and firms, each with the one that takes it back."""

from geo.core.edits.anew import Corrections as Corrections
from geo.core.edits.anew import carry as carry
from geo.core.edits.anew import firms_of as firms_of
from geo.core.edits.anew import report as report
from geo.core.edits.firm_table import firm_changes as firm_changes
from geo.core.edits.firm_table import firm_rows as firm_rows
from geo.core.edits.firm_table import firm_rows_of as firm_rows_of
from geo.core.edits.firms import AddFirm as AddFirm
from geo.core.edits.firms import ChangeFirm as ChangeFirm
from geo.core.edits.firms import DropFirm as DropFirm
from geo.core.edits.firms import MoveFirm as MoveFirm
from geo.core.edits.firms import RenameFirm as RenameFirm
from geo.core.edits.firms import WeighFirm as WeighFirm
from geo.core.edits.hand import by_hand as by_hand
from geo.core.edits.log import Batch as Batch
from geo.core.edits.log import Edit as Edit
from geo.core.edits.log import Log as Log
from geo.core.edits.place import fresh_id as fresh_id
from geo.core.edits.place import placed as placed
from geo.core.edits.site_table import site_changes as site_changes
from geo.core.edits.site_table import site_rows as site_rows
from geo.core.edits.sites import AddSite as AddSite
from geo.core.edits.sites import ChangeSite as ChangeSite
from geo.core.edits.sites import DropSite as DropSite
from geo.core.edits.sites import MoveSite as MoveSite
from geo.core.edits.typed import Typed as Typed
