"""Homes and stations: two levels of service, neither of which replaces the other."""

from geo.explain.levels.levels import Level as Level
from geo.explain.levels.levels import Levels as Levels
from geo.explain.levels.levels import LevelWish as LevelWish
from geo.explain.levels.levels import levels as levels
