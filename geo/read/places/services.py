"""Services: what an online address search is asked, and how its answer is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from geo.errors import ServiceError
from geo.words import _

__all__ = ["SERVICES", "Answer", "Service"]

_NOTHING = "无相关结果"  # Baidu has one code for this and for a fault of its own


@dataclass(frozen=True)
class Answer:
    """Where a service puts an address.

    Attributes
    ----------
    lon, lat
        Degrees in the datum of the service; None where it knows no such address.
    level
        How exact the service says it is, in its own word.
    """

    lon: float | None
    lat: float | None
    level: str = ""


@dataclass(frozen=True)
class Service:
    """An online address search.

    Attributes
    ----------
    name
        As it is known.
    datum
        The datum of its coordinates.
    url
        Address without parameters.
    key
        Name of the parameter that holds the user's key.
    fixed
        Parameters that every question has.
    read
        Makes an answer of its JSON. Raises `ServiceError` where it refuses, ``LookupError``,
        ``TypeError`` or ``ValueError`` where the JSON is not of its form.
    busy
        Codes of its answers that mean: ask again, slower.
    of_address
        Codes that blame what was asked, not who asks: the next address may be answered.
    """

    name: str
    datum: str
    url: str
    key: str
    fixed: Mapping[str, str]
    read: Callable[[Any], Answer]
    busy: frozenset[str]
    of_address: frozenset[str]


def _amap(told: Any) -> Answer:  # noqa: ANN401 - whatever JSON the service sends
    if str(told["status"]) != "1":
        if str(told["infocode"]) == "30001":  # nothing is known under that address
            return Answer(None, None)
        raise _refusal("Amap", str(told["infocode"]), str(told.get("info", "")))
    if not told["geocodes"]:
        return Answer(None, None)
    best = told["geocodes"][0]
    if not best["location"]:  # Amap writes what is empty as []
        return Answer(None, None)
    lon, lat = str(best["location"]).split(",")
    return Answer(float(lon), float(lat), str(best.get("level") or ""))


def _baidu(told: Any) -> Answer:  # noqa: ANN401 - whatever JSON the service sends
    code, info = int(told["status"]), str(told.get("message", told.get("msg", "")))
    if code == 1 and _NOTHING in info:
        return Answer(None, None)
    if code:
        raise _refusal("Baidu", str(code), info)
    found = told["result"]
    place = found["location"]
    return Answer(float(place["lng"]), float(place["lat"]), str(found.get("level", "")))


def _refusal(service: str, code: str, info: str) -> ServiceError:
    return ServiceError(
        _(
            "{service} refuses to answer ({code}: {info}). Check the key and its quota; the "
            "addresses found so far are kept, ask again later.",
            service=service,
            code=code[:20],
            info=info[:80],
        ),
        code=code,
    )


SERVICES = {
    "amap": Service(
        "Amap",
        "gcj02",
        "https://restapi.amap.com/v3/geocode/geo",
        "key",
        {"output": "JSON"},
        _amap,
        frozenset({"10004", "10014", "10015", "10019", "10020", "10021"}),
        frozenset({"20000", "20003", "30000"}),
    ),
    "baidu": Service(
        "Baidu",
        "bd09",
        "https://api.map.baidu.com/geocoding/v3/",
        "ak",
        {"output": "json", "ret_coordtype": "bd09ll"},
        _baidu,
        frozenset({"401", "402"}),
        frozenset({"1", "2"}),
    ),
}
"""Name on the command line -> service; used only where the user names one and gives a key."""
