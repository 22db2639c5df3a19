"""xuanzhi (选址): choose, prove and explain where shared workers' homes should stand."""

from pathlib import Path

from geo.compiled import keep_compiled

keep_compiled(Path(__file__).parent)  # numba asks where when a function is decorated, not later

from geo.core import (
    Certificate,
    Coverage,
    Demand,
    Faces,
    Plan,
    Proposal,
    Reach,
    Scenario,
    Sites,
    Source,
    Study,
)
from geo.errors import GeoError, InfeasibleError, InputError
from geo.explain import (
    SiteCard,
    compliance,
    doubt,
    explain,
    fairness,
    menu,
    phases,
    regret_line,
    why_not,
)
from geo.export import export
from geo.read import read_layer
from geo.solve import MaxCover, Progress, SetCover, solve
from geo.study import demo, open_plan, open_study, propose, run
from geo.travel import Straight, Street, Table

__all__ = [
    "Certificate",
    "Coverage",
    "Demand",
    "Faces",
    "GeoError",
    "InfeasibleError",
    "InputError",
    "MaxCover",
    "Plan",
    "Progress",
    "Proposal",
    "Reach",
    "Scenario",
    "SetCover",
    "SiteCard",
    "Sites",
    "Source",
    "Straight",
    "Street",
    "Study",
    "Table",
    "compliance",
    "demo",
    "doubt",
    "explain",
    "export",
    "fairness",
    "menu",
    "open_plan",
    "open_study",
    "phases",
    "propose",
    "read_layer",
    "regret_line",
    "run",
    "solve",
    "why_not",
]
