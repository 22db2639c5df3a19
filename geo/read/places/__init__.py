"""Places: areas that rows lie in, names to find them by, groups that may be shown."""

from geo.read.places.areas import Areas as Areas
from geo.read.places.areas import districts as districts
from geo.read.places.areas import name_streets as name_streets
from geo.read.places.areas import read_areas as read_areas
from geo.read.places.gazetteer import Gazetteer as Gazetteer
from geo.read.places.gazetteer import Hit as Hit
from geo.read.places.gazetteer import typed as typed
from geo.read.places.geocode import Geocoder as Geocoder
from geo.read.places.geocode import geocode as geocode
from geo.read.places.geocode import read_addresses as read_addresses
from geo.read.places.privacy import public_groups as public_groups
from geo.read.places.services import SERVICES as SERVICES
