"""Anywhere: the places that suffice, where a home may stand at any point of the plane."""

from geo.candidates.intersections.maker import intersections as intersections
