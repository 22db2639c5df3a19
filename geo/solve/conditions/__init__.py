"""What any question may add: spacing, a floor for each group, several weights at once."""

from geo.solve.conditions.base import Conditions as Conditions
from geo.solve.conditions.base import covered_worth as covered_worth
from geo.solve.conditions.base import needed as needed
from geo.solve.conditions.groups import split as split
