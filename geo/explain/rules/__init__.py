"""Norms held against the open sites."""

from geo.explain.rules.compliance import Compliance as Compliance
from geo.explain.rules.compliance import Finding as Finding
from geo.explain.rules.compliance import compliance as compliance
