"""Keep: the plan file, a GeoPackage that a GIS opens and that gives back the same plan."""

from geo.store.plan_file import Further as Further
from geo.store.plan_file import is_plan_file as is_plan_file
from geo.store.plan_file import load as load
from geo.store.plan_file import save as save
