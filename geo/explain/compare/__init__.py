"""Plans side by side: what each number of sites could reach, and where two plans differ."""

from geo.explain.compare.curve import CurvePoint as CurvePoint
from geo.explain.compare.curve import curve as curve
from geo.explain.compare.difference import Difference as Difference
from geo.explain.compare.difference import difference as difference
from geo.explain.compare.difference import yearly_cost as yearly_cost
