"""What is typed survives a session that ended meanwhile, and a page that is left: for its writer and nobody else."""

import re

import pytest
from playwright.sync_api import expect

from longting.desk.demo.cast import PASSWORD
from tests.browser.test_four_stages import press

BACK = "登录超时前填写、没有送出的内容已放回，请核对后再提交。"
TEXT = "已备案，用地预审材料正在补充。"

pytestmark = pytest.mark.browser


@pytest.fixture
def owner(visit):
    """The owner with an application of his own open."""
    page = visit("owner")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/declarations/?q=仪表铸件")
    if page.locator("main tbody a").count():
        page.locator("main tbody a").first.click()
        page.get_by_role("link", name="继续填写").click()
    else:
        page.goto("/declarations/new/")
        page.fill("[name=name]", "龙亭仪表铸件车间改造项目")
        page.locator("[name=unit]").select_option(label="北郊乡人民政府")
        press(page, "起草申报")
    expect(page).to_have_url(re.compile("/edit/"))
    return page


@pytest.fixture
def clerk(visit):
    """The township's clerk about to return an application."""
    page = visit("beijiao")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/declarations/?state=submitted")
    page.locator("main tbody a").first.click()
    page.get_by_role("link", name="退回补正").click()
    expect(page.locator("h1")).to_have_text("退回补正")
    return page


def end_session(page) -> None:
    """What half an hour of rest does."""
    page.context.clear_cookies(name="longting")


def sign_in(page, username: str) -> None:
    expect(page).to_have_url(re.compile("/account/login/"))
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    press(page, "登录")


def test_an_application_typed_into_an_ended_session_is_there_again(owner):
    address = owner.url
    before = owner.input_value("[name=progress]")
    owner.fill("[name=progress]", TEXT)
    owner.locator("[name=nature]").select_option(label="新建")
    end_session(owner)
    press(owner, "保存")
    sign_in(owner, "owner")
    expect(owner).to_have_url(address)
    expect(owner.locator("main")).to_contain_text(BACK)
    assert owner.input_value("[name=progress]") == TEXT
    assert owner.locator("[name=nature] option:checked").inner_text() == "新建"
    press(owner, "不要放回的内容")
    expect(owner.locator("main")).not_to_contain_text(BACK)
    assert owner.input_value("[name=progress]") == before


def test_what_was_put_back_can_be_sent_and_is_forgotten_then(owner):
    owner.fill("[name=progress]", TEXT)
    end_session(owner)
    press(owner, "保存")
    sign_in(owner, "owner")
    press(owner, "保存")
    expect(owner.locator("main")).to_contain_text("已保存。")
    expect(owner.locator("main")).not_to_contain_text(BACK)
    assert owner.input_value("[name=progress]") == TEXT
    assert owner.evaluate("sessionStorage.length") == 0


def test_an_opinion_is_there_again_after_its_draft_could_not_be_saved_either(clerk):
    address = clerk.url
    for button in ("保存草稿", "退回补正"):
        clerk.fill("[name=note_money]", f"请补充贷款意向（{button}）。")
        end_session(clerk)
        press(clerk, button)
        sign_in(clerk, "beijiao")
        expect(clerk).to_have_url(address)
        expect(clerk.locator("main")).to_contain_text(BACK)
        assert clerk.input_value("[name=note_money]") == f"请补充贷款意向（{button}）。"
    assert clerk.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("other", ["beijiao_head", "owner"])
def test_nobody_else_gets_what_was_typed(clerk, other):
    address = clerk.url
    clerk.fill("[name=note_money]", "只给自己看的话。")
    end_session(clerk)
    press(clerk, "退回补正")
    assert "只给自己看的话" in clerk.evaluate("sessionStorage.getItem('lt-unsent')")
    sign_in(clerk, other)
    clerk.wait_for_load_state()
    assert (clerk.evaluate("sessionStorage.length"), "只给自己看的话" in clerk.content()) == (0, False)
    clerk.goto(address)
    assert "只给自己看的话" not in clerk.content()


def test_who_goes_on_to_something_else_or_signs_out_is_not_followed(clerk):
    address = clerk.url
    clerk.fill("[name=note_money]", "不要了。")
    end_session(clerk)
    press(clerk, "退回补正")
    clerk.goto("/account/login/")
    sign_in(clerk, "beijiao")
    assert clerk.evaluate("sessionStorage.length") == 0
    clerk.goto(address)
    assert clerk.input_value("[name=note_money]") != "不要了。"
    clerk.evaluate("sessionStorage.setItem('lt-unsent', '{}')")
    clerk.locator(".lt-me form button").click()
    expect(clerk).to_have_url(re.compile("/account/login/"))
    assert clerk.evaluate("sessionStorage.length") == 0


def test_no_password_token_or_version_is_kept(owner):
    owner.fill("[name=progress]", TEXT)
    end_session(owner)
    press(owner, "保存")
    kept = owner.evaluate("JSON.parse(sessionStorage.getItem('lt-unsent')).values.map(v => JSON.parse(v[0])[0])")
    assert "progress" in kept
    assert {"csrfmiddlewaretoken", "once", "version", "seen"} & set(kept) == set()
    owner.evaluate(
        """() => { const item = JSON.parse(sessionStorage.getItem("lt-unsent"));
        sessionStorage.setItem("lt-unsent", JSON.stringify({...item, at: item.at - 12.1 * 3600 * 1000})) }"""
    )
    sign_in(owner, "owner")
    assert owner.evaluate("sessionStorage.length") == 0


def test_a_form_whose_token_has_expired_is_filled_again_too(owner):
    owner.fill("[name=progress]", "第二个标签页里重新登录了。")
    owner.context.clear_cookies(name="csrf")
    press(owner, "保存")
    expect(owner.locator("h1")).to_contain_text("页面打开太久")
    owner.go_back()
    expect(owner.locator("main")).to_contain_text(BACK)
    assert owner.input_value("[name=progress]") == "第二个标签页里重新登录了。"


def test_whoever_goes_on_typing_is_saved_after_ten_seconds(clerk):
    for count in range(7):
        clerk.fill("[name=note_plan]", f"第 {count} 次改。")
        clerk.wait_for_timeout(2_000)
    expect(clerk.locator("[data-autosave-sign]")).to_contain_text("已自动保存", timeout=2_000)


def test_a_page_that_is_left_saves_what_was_typed(clerk):
    address = clerk.url
    clerk.fill("[name=note_plan]", "离开前写的一句。")
    clerk.goto("/desk/")
    clerk.wait_for_timeout(1_000)
    clerk.goto(address)
    assert clerk.input_value("[name=note_plan]") == "离开前写的一句。"
    press(clerk, "丢弃草稿，重新填写")
    assert clerk.input_value("[name=note_plan]") == ""
