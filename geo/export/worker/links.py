"""Links that open a map service at a home; nothing is fetched, a person follows them."""

from __future__ import annotations

from urllib.parse import quote

from geo.core.crs import datum_shift_m, from_wgs84

__all__ = ["navigation"]

_ABROAD_M = 1.0  # outside China GCJ-02 moves nothing


def navigation(name: str, lon: float, lat: float) -> list[tuple[str, str]]:
    """Return (service, address) pairs that show the way on foot to a home.

    The three Chinese services are given GCJ-02 degrees, which is what they draw; outside China,
    where they have no streets, OpenStreetMap is given WGS-84.

    Parameters
    ----------
    name
        What the home is called.
    lon, lat
        WGS-84 degrees.

    Examples
    --------
    >>> navigation("A&B", 24.94, 60.17)
    [('osm', 'https://www.openstreetmap.org/?mlat=60.170000&mlon=24.940000#map=17/60.17/24.94')]
    """
    if datum_shift_m(lon, lat, "gcj02") < _ABROAD_M:
        spot = f"mlat={lat:.6f}&mlon={lon:.6f}#map=17/{lat:g}/{lon:g}"
        return [("osm", f"https://www.openstreetmap.org/?{spot}")]
    moved = from_wgs84([lon], [lat], "gcj02")
    x, y = (f"{float(v[0]):.6f}" for v in moved)
    said = quote(name, safe="")
    amap = f"to={x},{y},{said}&mode=walk&coordinate=gaode&src=xuanzhi"
    baidu = f"location={y},{x}&title={said}&content={said}&coord_type=gcj02&output=html&src=xuanzhi"
    tencent = f"type=walk&to={said}&tocoord={y},{x}&referer=xuanzhi"
    return [
        ("amap", f"https://uri.amap.com/navigation?{amap}"),
        ("baidu", f"https://api.map.baidu.com/marker?{baidu}"),
        ("tencent", f"https://apis.map.qq.com/uri/v1/routeplan?{tencent}"),
    ]
