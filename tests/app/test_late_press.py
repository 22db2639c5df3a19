"""A press that falls between the arrival of another's change and the redraw, in a real Chromium.

What the server says to one of the two browsers is held up, so that the page there is the old one.
"""

from __future__ import annotations

from geo.opening import read_project

import browser
from served import running, settle

PROJECTOR = "投影模式"


class Held:
    """Passes on what the server says, or keeps it back for a while."""

    def __init__(self, page) -> None:
        self.kept, self.is_holding = [], False
        page.route_web_socket("**/_stcore/stream", self._connect)

    def _connect(self, route) -> None:
        self.route = route
        route.connect_to_server().on_message(self._said)

    def _said(self, message) -> None:
        if self.is_holding:
            self.kept.append(message)
        else:
            self.route.send(message)

    def wait_for_silence(self, page) -> None:
        """Wait until the server has said all that it has to say about one press."""
        n = -1
        while n != len(self.kept) or not n:
            n = len(self.kept)
            page.wait_for_timeout(1500)

    def let_go(self) -> None:
        self.is_holding = False
        for message in self.kept:
            self.route.send(message)
        self.kept.clear()


def slider(page):
    return page.get_by_role("slider", name="服务半径").first


def asked(page):
    return int(float(slider(page).input_value()))


def press(page, times=1):
    for _time in range(times):
        now = asked(page)
        slider(page).focus()
        page.keyboard.press("ArrowRight")
        page.get_by_text(f"{now + 50:,} 米").first.wait_for()
        settle(page)


def shows(page, metres):
    page.get_by_text(f"{metres:,} 米").first.wait_for()
    settle(page)
    assert asked(page) == metres


def test_a_press_on_a_page_that_is_being_replaced_is_heard(tmp_path, monkeypatch):
    home = tmp_path / "projects"
    monkeypatch.setenv("XUANZHI_HOME", str(home))
    with (
        running(tmp_path / "server.log") as (url, _server),
        browser.visit(f"{url}/gaps", timeout_s=60) as seen,
    ):
        first = seen.page
        settle(first)
        press(first)
        (path,) = home.glob("*.gpkg")
        second = first.context.browser.new_page()
        second.set_default_timeout(60_000)
        held = Held(second)
        second.goto(f"{url}/gaps?project={path.stem}")
        shows(second, 1050)
        press(first, times=3)  # 1,200 m; the second does not know yet
        held.is_holding = True
        second.get_by_text(PROJECTOR).first.click()  # a run that takes over what the first asked
        held.wait_for_silence(second)
        slider(second).focus()
        second.keyboard.press("ArrowRight")  # on the old page, which says 1,050 m still
        second.wait_for_timeout(500)
        held.let_go()
        shows(second, 1100)
        assert read_project(path).scenario.problem.radius_m == 1100
        first.get_by_text(PROJECTOR).first.click()
        shows(first, 1100)
        second.close()
