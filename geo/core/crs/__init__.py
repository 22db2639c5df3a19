"""Coordinates: datums of Chinese map services, and one metric system for a study."""

from geo.core.crs.datums import DATUMS as DATUMS
from geo.core.crs.datums import datum_shift_m as datum_shift_m
from geo.core.crs.datums import from_wgs84 as from_wgs84
from geo.core.crs.datums import to_wgs84 as to_wgs84
from geo.core.crs.systems import check_metric as check_metric
from geo.core.crs.systems import datum_of as datum_of
from geo.core.crs.systems import is_same_crs as is_same_crs
from geo.core.crs.systems import local_crs as local_crs
from geo.core.crs.systems import lonlat as lonlat
from geo.core.crs.systems import metric as metric
from geo.core.crs.systems import transform as transform
