"""Editions: a proposal made ready for its readers, before any format writes it."""

from geo.export.edition.brings import LEFT_OUT as LEFT_OUT
from geo.export.edition.groups import Groups as Groups
from geo.export.edition.public import public_proposal as public_proposal
from geo.export.edition.released import in_public as in_public
from geo.export.edition.released import noted as noted
from geo.export.edition.released import released as released
