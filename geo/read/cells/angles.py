"""Angles: one cell as degrees (116°39′00″E), or as a pair (116.65,39.91; a WKT geometry)."""

from __future__ import annotations

import math
import re

import shapely

__all__ = ["angle", "pair"]

_WIDE = str.maketrans(
    "０１２３４５６７８９．，：；－＋（）　" + "º˚" + "′’‘＇" + "″”“＂",
    "0123456789.,:;-+() " + "°°" + "''''" + '"' * 4,
)
_AXIS = {
    "e": ("lon", 1),
    "w": ("lon", -1),
    "n": ("lat", 1),
    "s": ("lat", -1),
    "东经": ("lon", 1),
    "西经": ("lon", -1),
    "北纬": ("lat", 1),
    "南纬": ("lat", -1),
    "经度": ("lon", 1),
    "纬度": ("lat", 1),
}
_HALF = r"(东经|西经|北纬|南纬|经度|纬度|[ewns])"
_DMS = re.compile(
    rf"^{_HALF}?\s*:?\s*([+-]?\d+(?:\.\d+)?)\s*(?:[°度d:\s]\s*(?:(\d+(?:\.\d+)?)\s*(?:['分m:\s]\s*(?:(\d+(?:\.\d+)?)\s*(?:\"|''|秒|s)?)?)?)?)?\s*{_HALF}?$"
)
_COMMA = re.compile(r"[+-]?\d+,\d+")  # 116,65: the decimal comma of European tables
_LONGEST = 200_000  # characters of a WKT geometry that are still parsed


def angle(text: str) -> tuple[float, str]:
    """Read one angle.

    Returns
    -------
    degrees, axis
        ``axis`` is ``"lon"`` or ``"lat"`` where the cell says so itself, else empty; NaN where the
        cell is no angle.

    Examples
    --------
    >>> angle("116°39′00″E")
    (116.65, 'lon')
    >>> angle("39.91"), angle("39,91")
    ((39.91, ''), (39.91, ''))
    """
    tidy = text[:100].translate(_WIDE).strip().lower()
    if _COMMA.fullmatch(tidy):
        tidy = tidy.replace(",", ".")
    try:
        return float(tidy), ""
    except ValueError:
        hit = _DMS.match(tidy)
    if not hit:
        return math.nan, ""
    before, degrees, minutes, seconds, after = hit.groups()
    axis, sign = _AXIS[before or after] if before or after else ("", 1)
    if float(minutes or 0) >= 60 or float(seconds or 0) >= 60:
        return math.nan, ""
    size = abs(float(degrees)) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    return (-size if degrees.startswith("-") else size) * sign, axis


def pair(text: str) -> tuple[float, float, bool]:
    """Read two angles, or two metres, out of one cell.

    Returns
    -------
    first, second, is_settled
        In the order of the cell; lon first and ``is_settled`` where the cell itself tells which is
        which (a hemisphere letter, a WKT geometry). NaN where the cell is no pair.

    Examples
    --------
    >>> pair("(116.65， 39.91)")
    (116.65, 39.91, False)
    >>> pair("北纬39°54′36″ 东经116°39′00″")
    (116.65, 39.91, True)
    """
    tidy = text[:_LONGEST].translate(_WIDE).strip()
    if re.match(r"^(?:SRID=\d+;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON)", tidy, re.IGNORECASE):
        return _wkt(tidy)
    tidy = tidy[:200].lower().strip("()[]{} ")
    for parts in (re.split(r"\s*[,;、/|]\s*", tidy), _by_space(tidy)):
        if len(parts) == 3 and angle(parts[2])[0] == angle(parts[2])[0]:
            parts = parts[:2]  # noqa: PLW2901 - a height is of no use here
        if len(parts) == 2:
            (a, axis_a), (b, axis_b) = angle(parts[0]), angle(parts[1])
            if math.isnan(a) or math.isnan(b) or (axis_a and axis_a == axis_b):
                continue
            swapped = axis_a == "lat" or axis_b == "lon"
            return (b, a, True) if swapped else (a, b, bool(axis_a or axis_b))
    return math.nan, math.nan, False


def _by_space(tidy: str) -> list[str]:
    """Split at the space (or hemisphere) in the middle; degrees may have spaces inside."""
    plain = tidy.split()
    if len(plain) in (2, 3):
        return plain
    hit = re.match(rf"^({_HALF}.+?)\s*({_HALF}.+)$", tidy) or re.match(
        rf"^(.+?{_HALF})\s*(.+{_HALF})$", tidy
    )
    return [hit[1], hit[3]] if hit else plain


def _wkt(text: str) -> tuple[float, float, bool]:
    shape = shapely.from_wkt(text.split(";", 1)[-1], on_invalid="ignore")
    if shape is None or shape.is_empty:
        return math.nan, math.nan, False
    point = shape if shape.geom_type == "Point" else shape.representative_point()
    return float(shapely.get_x(point)), float(shapely.get_y(point)), True
