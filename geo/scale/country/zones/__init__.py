"""A bound from zones: the number of sites priced, faces across zones shared out, zones exact.

With a price ``q`` of a site and multipliers ``0 <= lam_f <= w_f``, every plan of ``p`` sites covers
at most::

    q p + sum over faces across zones of (w_f - lam_f) + sum over zones of best_z

where ``best_z`` is the most that sites of the zone alone earn: ``w_f`` for a face that only this
zone can cover, ``lam_f`` for one that others can cover too, less ``q`` a site. (A face across zones
is worth ``w_f - lam_f`` once and ``lam_f`` in each zone that covers it, so never too little.)
Any whole ``q`` and ``lam`` will do; those of the relaxation make it tight, and solving zones
exactly takes away what the relaxation leaves open inside them. Each zone keeps its proof, and
`geo.verify` checks them all (kind ``zones/1``).
"""

from geo.scale.country.zones.bounding import Zoned as Zoned
from geo.scale.country.zones.bounding import zone_bound as zone_bound
from geo.scale.country.zones.cutting import cut_zones as cut_zones
