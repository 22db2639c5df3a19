"""Street reach beside scipy, pandana and shapely: ``python -m bench.streets [--nodes N]``."""
