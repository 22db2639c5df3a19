"""Why not here? The best plan with a venue, what it costs, and what would make the venue win."""

from geo.explain.why_not.answer import why_not as why_not
from geo.explain.why_not.room import Room as Room
from geo.explain.why_not.value import WhyNot as WhyNot
