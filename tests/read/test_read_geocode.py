"""Online geocoding against a fake service on this machine: answers, refusals, silence, nonsense."""

from __future__ import annotations

import json
import threading
import urllib.parse
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from geo.cli import main
from geo.errors import MissingColumnError, ServiceError
from geo.read import read_layer
from geo.read.places import SERVICES, Geocoder, geocode, read_addresses

GOOD = {
    "amap": {"status": "1", "geocodes": [{"location": "116.660000,39.910000", "level": "门牌号"}]},
    "baidu": {"status": 0, "result": {"location": {"lng": 116.66, "lat": 39.91}, "level": "门址"}},
}
NOWHERE = {"amap": {"status": "1", "geocodes": []}, "baidu": {"status": 1, "msg": "无相关结果"}}
QUOTA = {
    "amap": {"status": "0", "infocode": "10003", "info": "DAILY_QUERY_OVER_LIMIT"},
    "baidu": {"status": 302, "message": "天配额超限"},
}
BUSY = {
    "amap": {"status": "0", "infocode": "10021", "info": "CUQPS_HAS_EXCEEDED_THE_LIMIT"},
    "baidu": {"status": 401, "message": "当前并发量已经超过约定并发配额"},
}
KEY = "very-secret-key"
NONSENSE = (
    b"<html>sign in</html>", b"", b"[]", b"null", b"\xff\xfe", b"{", b"[" * 5000, b'{"status":"1"}',
    b'{"status":0,"result":[]}', b'{"status":"1","geocodes":[{"location":"here"}]}',
    b'{"status":"1","geocodes":[{"location":"NaN,NaN"}]}', b'{"status":{}}', b" " * (2 << 20),
    b'{"status":0,"result":{"location":{"lng":1e999,"lat":0}}}',
)  # fmt: skip


class Fake:
    """A service that gives the answers it was told to, and keeps the questions."""

    def __init__(self):
        fake = self
        self.replies, self.asked = [], []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                fake.asked.append(dict(urllib.parse.parse_qsl(self.path.partition("?")[2])))
                reply = fake.replies.pop(0) if len(fake.replies) > 1 else fake.replies[0]
                if reply == "silence":
                    fake.over.wait(5)
                    return
                status, body = reply if isinstance(reply, tuple) else (200, reply)
                body = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_words):
                pass

        self.over = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = False  # closing waits for them
        self.url = f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture
def fake():
    one = Fake()
    often_s = 0.01  # looks for its end; each test would wait half a second else
    thread = threading.Thread(target=one.server.serve_forever, args=(often_s,))
    thread.start()
    yield one
    one.over.set()
    one.server.shutdown()
    one.server.server_close()
    thread.join()


@pytest.fixture(params=sorted(SERVICES))
def name(request):
    return request.param


@pytest.fixture
def ask(fake, name, tmp_path):
    waits = []

    def ask(**changes):
        service = replace(SERVICES[name], url=fake.url)
        return Geocoder(service, KEY, tmp_path / "answers.db", sleep=waits.append, **changes)

    ask.waits = waits
    return ask


def test_a_place_is_found_its_datum_kept_and_converted(fake, ask, name):
    fake.replies = [GOOD[name]]
    found = geocode(["通州区永顺镇1号", ""], ask(city="北京"))
    shift = {"amap": (503, 123), "baidu": (1054, 798)}[name]  # measured at Tongzhou, see DOMAIN
    east = (found["lon_original"][0] - found["lon"][0]) * 85_400
    north = (found["lat_original"][0] - found["lat"][0]) * 111_000
    assert np.hypot(east - shift[0], north - shift[1]) < 60
    assert found["lon_original"][0] == 116.66
    assert found["datum_original"][0] == {"amap": "gcj02", "baidu": "bd09"}[name]
    assert np.isnan(found["lon"][1])
    assert len(fake.asked) == 1
    assert fake.asked[0]["address"] == "通州区永顺镇1号"
    assert fake.asked[0]["city"] == "北京"
    assert fake.asked[0][SERVICES[name].key] == KEY


@pytest.mark.parametrize("empty", [[], "", None])
def test_an_empty_place_is_none_and_ends_nothing(empty):
    told = {"status": "1", "geocodes": [{"location": empty, "level": []}]}
    assert SERVICES["amap"].read(told).lon is None
    told["geocodes"][0]["location"] = "116.65,39.91"
    assert SERVICES["amap"].read(told).level == ""


def test_no_address_is_asked_twice_nor_the_key_kept(fake, ask, name, tmp_path):
    fake.replies = [GOOD[name], NOWHERE[name]]
    first = geocode(["甲", "乙"], ask())
    again = geocode(["乙", " 甲 "], ask())
    assert len(fake.asked) == 2
    assert np.isnan(first["lon"][1])
    np.testing.assert_array_equal(again["lon"], first["lon"][::-1])
    assert KEY.encode() not in (tmp_path / "answers.db").read_bytes()
    assert KEY not in repr(ask())


def test_questions_are_spaced(fake, ask, name):
    fake.replies = [GOOD[name]]
    geocode(["甲", "乙", "丙"], ask(per_second=0.01))
    assert ask.waits[0] == 0
    assert all(90 < wait <= 100 for wait in ask.waits[1:])


def test_a_used_up_quota_stops_at_once_and_keeps_what_was_found(fake, ask, name):
    fake.replies = [GOOD[name], QUOTA[name]]
    with pytest.raises(ServiceError, match=r"refuses to answer .* are kept") as caught:
        geocode(["甲", "乙"], ask())
    assert KEY not in str(caught.value)
    assert len(fake.asked) == 2
    geocode(["甲"], ask())
    assert len(fake.asked) == 2


def test_a_busy_service_is_asked_again_later(fake, ask, name):
    fake.replies = [BUSY[name], GOOD[name]]
    assert ask().find("甲").lon == 116.66
    assert 2.0 in ask.waits
    fake.replies = [BUSY[name]]
    with pytest.raises(ServiceError, match="refuses"):
        ask().find("乙")
    assert len(fake.asked) == 5


@pytest.mark.parametrize("reply", [(500, b"down"), (403, b"no"), "silence"])
def test_a_service_that_cannot_be_reached(fake, ask, reply):
    fake.replies = [reply]
    with pytest.raises(ServiceError, match="cannot be reached") as caught:
        ask(timeout_s=0.3 if reply == "silence" else 10).find("甲")
    assert KEY not in str(caught.value)
    assert len(fake.asked) == 3


def test_no_service_at_all(ask, fake):
    one = ask()
    one.service = replace(one.service, url="http://127.0.0.1:9/")
    with pytest.raises(ServiceError, match="cannot be reached"):
        one.find("甲")


@pytest.mark.parametrize("body", NONSENSE)
def test_an_answer_that_is_none(fake, ask, body):
    fake.replies = [body]
    with pytest.raises(ServiceError, match=r"something else than places|refuses"):
        ask().find("甲")


def test_one_answer_that_is_none_ends_nothing(fake, ask, name):
    blame = {
        "amap": {"status": "0", "infocode": "20000", "info": "INVALID_PARAMS"},
        "baidu": {"status": 2, "message": "Request Parameter Error"},
    }
    fake.replies = [GOOD[name], b"[]", GOOD[name], blame[name], NOWHERE[name], GOOD[name]]
    asker = ask()
    found = geocode(["1", "2", "3", "4", "5", " ", "6"], asker)
    assert found["lon"].notna().tolist() == [True, False, True, False, False, False, True]
    words = ["", "something else", "", "refuses", "knows no such", "no address", ""]
    for reason, word in zip(found["reason"], words, strict=True):
        assert word in reason
        assert bool(word) == bool(reason)
    asked = len(fake.asked)
    assert geocode(["2"], asker)["lon"].notna().all()  # what was not understood is not kept
    assert len(fake.asked) == asked + 1


def test_answers_that_are_all_none_end_it(fake, ask):
    fake.replies = [b"<html>sign in</html>"]
    with pytest.raises(ServiceError, match="something else than places"):
        geocode(map(str, range(50)), ask())
    assert len(fake.asked) == 5


def test_a_cache_that_cannot_be_written(fake, ask, tmp_path):
    (tmp_path / "noise.db").write_bytes(b"noise" * 500)
    for cache in (tmp_path / "none" / "x.db", tmp_path / "noise.db"):
        one = ask()
        one.cache = cache
        with pytest.raises(ServiceError, match="cannot keep the answers"):
            one.find("甲")
    assert not fake.asked


def test_a_list_is_looked_up_and_can_be_read_as_known(fake, name, tmp_path, monkeypatch):
    fake.replies = [GOOD[name], NOWHERE[name], GOOD[name]]
    services = {name: replace(SERVICES[name], url=fake.url)}
    monkeypatch.setattr("geo.cli.geocode.SERVICES", services)
    names = [tmp_path / n for n in ("firms.csv", "key.txt", "out.csv")]
    names[0].write_text("企业名称,地址,职工数\n甲,1号,5\n乙,2号,6\n丙,3号,7\n", encoding="utf-8")
    names[1].write_text(f"{KEY}\n", encoding="utf-8")
    given = ["geocode", names[0], "--service", name, "--key-file", names[1], "--out", names[2]]
    assert main([*map(str, given), "--per-second", "1000"]) == 0
    layer = read_layer(names[2], "firms", datum="wgs84")
    assert layer.table["name"].tolist() == ["甲", "丙"]
    assert len(layer.rejected) == 1
    assert np.hypot((116.66 - layer.lon[0]) * 85_400, (39.91 - layer.lat[0]) * 111_000) > 300
    assert KEY not in names[2].read_text(encoding="utf-8-sig")
    names[1].write_text("", encoding="utf-8")
    assert main(list(map(str, given))) == 2


def test_a_list_without_addresses_says_so(tmp_path):
    path = tmp_path / "firms.csv"
    path.write_text("企业名称,职工数\n甲,5\n", encoding="utf-8")
    with pytest.raises(MissingColumnError, match="no column with addresses"):
        read_addresses(path)
