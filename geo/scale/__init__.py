"""Scale: more demand than fits into memory, collapsed part by part, solved as a whole."""

from geo.scale.faces_reach import FacesReach as FacesReach
from geo.scale.stream import Part as Part
from geo.scale.stream import recount as recount
from geo.scale.stream import stream as stream
