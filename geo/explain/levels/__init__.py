"""Homes and stations: two levels of service, neither of which replaces the other."""

from geo.explain.levels.levels import levels as levels
from geo.explain.levels.levels import stations_today as stations_today
from geo.explain.levels.values import Level as Level
from geo.explain.levels.values import Levels as Levels
from geo.explain.levels.values import LevelWish as LevelWish
