"""The organisation's login in a real Chromium: who comes in, who does not, and the way out."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest

from geo.access import Users
from geo.errors import GeoError

import browser
from openid import CLIENT, SECRET, provided
from served import free_port, served, settle

pytest.importorskip("authlib", reason="extra 'oidc' is not installed")
PASSWORD = "three green birds"  # noqa: S105 - of the tests
PEOPLE = {
    "zhang": {"email": "Zhang@union.example", "email_verified": True},
    "li": {"email": "li@union.example", "email_verified": True},
    "unknown": {"email": "chen@union.example", "email_verified": True},
    "unconfirmed": {"email": "zhang@union.example", "email_verified": False},
    "without": {"name": "Zhang"},
}
SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "{cookie}"
client_id = {client}
client_secret = {secret}
server_metadata_url = "{url}/.well-known/openid-configuration"
"""


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A shared planner, its users, the organisation's provider, and a Chromium."""
    if reason := browser.why_not():
        pytest.skip(reason)
    folder, port = tmp_path_factory.mktemp("organisation"), free_port()
    home = folder / "projects"
    users = Users(home / "users.sqlite")
    users.add("zhang@union.example", None, role="editor")
    users.add("li@union.example", None, role="reader", folder="zhang@union.example")
    users.add("wang", PASSWORD, role="editor")
    with provided(PEOPLE) as provider, pytest.MonkeyPatch.context() as patch:
        told = SECRETS.format(
            port=port, cookie="k" * 40, client=json.dumps(CLIENT), secret=json.dumps(SECRET),
            url=provider.url,
        )  # fmt: skip
        (folder / ".streamlit").mkdir()
        (folder / ".streamlit" / "secrets.toml").write_text(told, encoding="utf-8")
        patch.setenv("XUANZHI_HOME", str(home))
        patch.setenv("XUANZHI_SHARE", "1")
        patch.setenv("STREAMLIT_SECRETS_FILES", str(folder / ".streamlit" / "secrets.toml"))
        with served(folder / "server.log", port=port) as address, browser.opened() as chromium:
            yield address, chromium, provider, users


def at_the_door(shared):
    address, chromium, *_rest = shared
    return browser.visit(address, timeout_s=60, chromium=chromium)


def stands_at_the_door(page):
    page.get_by_role("heading", name="请登录").wait_for()
    settle(page)
    page.get_by_test_id("stSidebarNav").wait_for(state="detached")


def come_in(page, name):
    stands_at_the_door(page)
    page.get_by_role("button", name="用单位账号登录").click()
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_url("**/")
    settle(page)


def is_in(page, name, role):
    page.get_by_text(f"{name} · {role}").wait_for()
    settle(page)
    assert not page.locator('[data-testid="stException"]').count()


def test_an_editor_comes_in_and_a_reload_keeps_them(shared):
    with at_the_door(shared) as seen:
        come_in(seen.page, "zhang")
        is_in(seen.page, "zhang@union.example", "编辑")
        seen.page.get_by_role("button", name="新建", exact=True).wait_for()
        seen.page.reload()
        is_in(seen.page, "zhang@union.example", "编辑")
        assert not seen.external


def test_a_reader_sees_and_changes_nothing(shared):
    with at_the_door(shared) as seen:
        come_in(seen.page, "li")
        is_in(seen.page, "li@union.example", "读者")
        seen.page.get_by_text("您是读者").first.wait_for()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("unknown", "chen@union.example 不是这里的用户"),
        ("unconfirmed", "没有经过确认的电子邮箱"),
        ("without", "没有经过确认的电子邮箱"),
    ],
)
def test_nobody_else_comes_in_but_may_use_another_account(shared, name, said):
    with at_the_door(shared) as seen:
        page = seen.page
        come_in(page, name)
        stands_at_the_door(page)
        page.get_by_text(said).wait_for()
        page.get_by_role("button", name="换一个账号").click()
        page.get_by_role("button", name="用单位账号登录").wait_for()
        come_in(page, "zhang")
        is_in(page, "zhang@union.example", "编辑")


def test_a_forged_token_opens_nothing(shared):
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - of extra oidc

    *_rest, provider, _users = shared
    provider.signs_with = rsa.generate_private_key(65537, 2048)
    try:
        with at_the_door(shared) as seen:
            come_in(seen.page, "zhang")
            stands_at_the_door(seen.page)
            seen.page.get_by_role("button", name="用单位账号登录").wait_for()
    finally:
        provider.signs_with = provider.key


def test_who_leaves_is_out_of_the_organisations_login_too(shared):
    *_rest, provider, _users = shared
    before = provider.left
    with at_the_door(shared) as seen:
        page = seen.page
        come_in(page, "zhang")
        is_in(page, "zhang@union.example", "编辑")
        page.get_by_role("button", name="退出登录").click()
        stands_at_the_door(page)
        assert provider.left == before + 1
        page.reload()
        stands_at_the_door(page)


def test_another_role_or_none_holds_at_the_next_click(shared):
    *_rest, users = shared
    with suppress(GeoError):  # an attempt before this one may have ended anywhere
        users.remove("li@union.example")
    users.add("li@union.example", None, role="reader", folder="zhang@union.example")
    with at_the_door(shared) as seen:
        page = seen.page
        come_in(page, "li")
        is_in(page, "li@union.example", "读者")
        users.change("li@union.example", role="editor")
        page.get_by_test_id("stSidebarNavLink").filter(has_text="现状").click()
        is_in(page, "li@union.example", "编辑")
        users.change("li@union.example", role="reader")
        page.get_by_test_id("stSidebarNavLink").filter(has_text="方案").click()
        is_in(page, "li@union.example", "读者")
        users.remove("li@union.example")
        page.get_by_test_id("stSidebarNavLink").filter(has_text="现状").click()
        stands_at_the_door(page)
        page.get_by_text("权限已变更").wait_for()
        page.get_by_text("li@union.example 不是这里的用户").wait_for()
        users.add("li@union.example", None, role="reader", folder="zhang@union.example")


def test_a_password_still_opens_beside_it(shared):
    with at_the_door(shared) as seen:
        page = seen.page
        stands_at_the_door(page)
        page.get_by_label("用户名").fill("wang")
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        is_in(page, "wang", "编辑")
        page.get_by_role("button", name="退出登录").click()
        stands_at_the_door(page)
