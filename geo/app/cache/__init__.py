"""The only modules that remember answers: by content digest, never by object."""

from geo.app.cache.files import exported as exported
from geo.app.cache.keys import key_of as key_of
from geo.app.cache.keys import plan_key as plan_key
from geo.app.cache.known import forget as forget
from geo.app.cache.known import known as known
from geo.app.cache.known import remember as remember
from geo.app.cache.lists import clashes_of as clashes_of
from geo.app.cache.lists import demo as demo
from geo.app.cache.lists import parts as parts
from geo.app.cache.lists import seen as seen
from geo.app.cache.lists import streets as streets
from geo.app.cache.maps import block as block
from geo.app.cache.maps import expect_block as expect_block
from geo.app.cache.maps import map_of_levels as map_of_levels
from geo.app.cache.maps import map_of_plan as map_of_plan
from geo.app.cache.maps import map_of_study as map_of_study
from geo.app.cache.maps import map_to_edit as map_to_edit
from geo.app.cache.maps import maps_beside as maps_beside
from geo.app.cache.today import coverage as coverage
from geo.app.cache.today import gaps as gaps
from geo.app.cache.today import is_ranked as is_ranked
from geo.app.cache.today import names as names
from geo.app.cache.today import walks as walks
