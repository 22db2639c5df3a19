"""The proof of a bound by zones: accepted as it is, worthless for anything that is not true."""

from functools import cache
from itertools import combinations
from math import hypot

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import geo
from geo.core import Demand, Sites
from geo.scale.country import search, solve_country
from geo.solve import MaxCover
from geo.travel import Straight
from geo.verify import Claim, Data, Question, verify_max_cover
from geo.verify.verdict import Wrong
