"""Norms held against the open sites."""

from geo.explain.rules.compliance import Compliance as Compliance
from geo.explain.rules.compliance import compliance as compliance
from geo.explain.rules.finding import Finding as Finding
from geo.explain.rules.measures import area_names as area_names
from geo.explain.rules.said import left_out as left_out
from geo.explain.rules.said import no_remedy as no_remedy
from geo.explain.rules.said import not_known as not_known
from geo.explain.rules.said import then as then
from geo.explain.rules.said import what_is_asked as what_is_asked
