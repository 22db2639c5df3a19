"""Maximal covering on faces, to proven optimality, with a certificate."""

from geo.solve.engine.max_cover import EngineResult as EngineResult
from geo.solve.engine.max_cover import fits as fits
from geo.solve.engine.max_cover import max_cover as max_cover
