"""The four stages of Article 9 as people live them: an owner applies, the township returns and reports, the office
verifies, the committee decides, the district approves, the list is issued. Each test is the next act of one story."""

import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from approvals.windows import year_to_declare
from tests.browser.conftest import PHONE

NAME = "龙亭精密轴承生产基地项目"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"
#: The list that the demo has open today, and a day on which everything may have been decided.
YEAR = year_to_declare(date.today())
DAY = (date.today() - timedelta(days=1)).isoformat()
LIST = f"/declarations/lists/{YEAR}/1/"
NUMBER = f"龙项目办〔{YEAR}〕1号"
FACTS = {
    "owner_name": "开封龙亭示范建设有限公司",
    "address": "复兴大道北",
    "content": "建设精密轴承生产车间 2 栋，年产 300 万套。",
    "total_investment": "1.2亿元",
    "fund_own": "12000",
    "progress": "已备案，正在办理用地预审。",
    "start_month": f"{YEAR}-03",
    "end_month": f"{YEAR + 1}-12",
    "annual_plan": "4000",
    "goal": "完成一号车间主体",
    "contact_1_name": "周联系",
    "contact_1_phone": "13800001234",
}
CHOICES = {
    "field": "产业转型发展",
    "nature": "新建",
    "stage": "新开工",
    "fits_plan": "符合",
    "contact_1_duty": "建设单位联系人",
}

pytestmark = pytest.mark.browser


def press(page, label: str) -> None:
    """Press the button with exactly these words; a second time where it asks for that."""
    button = page.get_by_role("button", name=label, exact=True).first
    again = button.get_attribute("data-confirm")
    button.click()
    if again:
        page.get_by_role("button", name=again, exact=True).first.click()
    page.wait_for_load_state()


def open_it(page) -> None:
    """The story's declaration, found by two characters of its name."""
    page.goto("/declarations/?q=轴承")
    page.locator("tbody a").first.click()
    expect(page.locator("h1")).to_contain_text(NAME)


def upload(page, label: str, name: str) -> None:
    """A paper into the slot of that name."""
    file = {"name": name, "mimeType": "application/pdf", "buffer": PDF}
    page.locator(f"input[type=file][aria-label='选择{label}']").set_input_files(file)
    page.locator("form", has=page.locator(f"[aria-label='选择{label}']")).locator("button").click()
    expect(page.locator("main")).to_contain_text(name)


def answer_all(page, form: str, words: str) -> None:
    """符合 to every question, whether radios or selects."""
    for control in page.locator(f"{form} input[type=radio][value=yes]").all():
        control.check()
    for control in page.locator(f"{form} select[name^=answer_]").all():
        control.select_option("yes")
    page.locator(f"{form} textarea").last.fill(words)


def test_the_owner_applies_for_a_new_project(visit):
    page = visit("owner")
    page.goto("/declarations/new/")
    page.fill("[name=name]", NAME)
    page.locator("[name=unit]").select_option(label="北郊乡人民政府")
    press(page, "起草申报")
    for name, value in FACTS.items():
        page.fill(f"[name={name}]", value)
    for name, label in CHOICES.items():
        page.locator(f"[name={name}]").select_option(label=label)
    expect(page.locator("main")).to_contain_text("符合申报条件", timeout=15_000)
    press(page, "保存")
    open_it(page)


def test_what_is_missing_is_said_before_it_is_sent(visit):
    page = visit("owner")
    open_it(page)
    expect(page.get_by_role("button", name="提交申请")).to_be_disabled()
    expect(page.locator(".lt-acts")).to_contain_text("七、附件缺申请表（盖章）、备案、核准或立项文件。")
    page.get_by_role("link", name="继续填写").click()
    upload(page, "申请表（盖章）", "申请表.pdf")
    upload(page, "备案、核准或立项文件", "备案证.pdf")
    open_it(page)
    page.get_by_role("link", name="提交申请").click()
    expect(page.locator("main")).to_contain_text("内容和必备附件已齐")
    press(page, "提交申请")
    expect(page.locator("h1")).to_contain_text("待初审")


def test_the_township_returns_a_section(visit):
    page = visit("beijiao")
    open_it(page)
    page.get_by_role("link", name="退回补正").click()
    page.fill("[name=note_money]", "请补充银行贷款意向。")
    press(page, "退回补正")
    open_it(page)
    expect(page.locator("h1")).to_contain_text("退回补正")


def test_the_returned_one_is_the_first_thing_its_owner_sees_and_mends(visit):
    page = visit("owner", PHONE)
    page.goto("/desk/")
    expect(page.locator("main table").first).to_contain_text("补正")
    open_it(page)
    page.get_by_role("link", name="补正申报").click()
    expect(page.locator("main")).to_contain_text("请补充银行贷款意向。")
    page.fill("[name=progress]", "已备案，银行贷款意向书已取得。")
    press(page, "保存")
    open_it(page)
    page.get_by_role("link", name="提交申请").click()
    page.locator("textarea").first.fill("已补充银行贷款意向书。")
    press(page, "提交申请")
    open_it(page)
    expect(page.locator("h1")).to_contain_text("待初审")


def test_the_township_screens_and_the_head_reports(visit):
    page = visit("beijiao")
    open_it(page)
    press(page, "确认已解决")
    open_it(page)
    page.get_by_role("link", name="填写初审清单").click()
    answer_all(page, "form.card", "材料齐全，同意上报。")
    press(page, "保存清单")
    press(page, "初审通过")
    page.goto("/declarations/screening/")
    press(page, "汇总上报")
    press(page, "送审签")
    head = visit("beijiao_head")
    head.goto("/declarations/screening/")
    head.locator("main tbody a").first.click()
    press(head, "签发上报")
    expect(head.locator("main")).to_contain_text("已上报")


def test_the_office_verifies_and_puts_it_on_the_draft(visit):
    page = visit("officer")
    open_it(page)
    press(page, "开始核实")
    open_it(page)
    page.get_by_role("link", name="填写核实记录").click()
    answer_all(page, "#record", "材料与原件一致，地块已平整。")
    page.locator("#record [name=conclusion]").select_option(label="属实")
    press(page, "保存核实记录")
    press(page, "列入草案")
    open_it(page)
    expect(page.locator("h1")).to_contain_text("列入草案")


def test_the_list_goes_to_the_committee_and_is_endorsed(visit):
    head = visit("office_head")
    head.goto(LIST)
    head.get_by_role("link", name="上报委员会").click()
    press(head, "上报委员会")
    page = visit("committee")
    page.goto(LIST)
    page.locator("tr", has_text=NAME).get_by_role("button", name="同意").click()
    press(page, "其余 3 个全部同意")
    page.goto(f"{LIST}committee/")
    page.fill("[name=decided_on]", DAY)
    press_first(page)
    page.goto(f"{LIST}endorse/")
    press(page, "整体审定")
    expect(page.locator("h1")).to_contain_text("委员会审定")


def test_the_district_approves_with_number_and_scan(visit):
    page = visit("committee")
    page.goto(f"{LIST}district/")
    page.fill("[name=number]", f"龙文〔{YEAR}〕8号")
    page.fill("[name=decided_on]", DAY)
    press_first(page)
    page.goto(LIST)
    upload(page, "批准文件扫描件", "批准文件.pdf")
    page.goto(f"{LIST}approve/")
    press(page, "确认批准")
    expect(page.locator("h1")).to_contain_text("区委区政府批准")


def test_the_list_is_issued_and_its_papers_come_out(visit, tmp_path):
    page = visit("office_head")
    page.goto(f"{LIST}issue/")
    page.fill("[name=number]", NUMBER)
    page.fill("[name=issued_on]", DAY)
    press(page, "印发名单")
    page.goto(f"/declarations/issued/{YEAR}/1/")
    expect(page.locator("main")).to_contain_text("校验一致")
    papers = {}
    for name, link in (("list.xlsx", "下载名单"), ("list.docx", "下载公文")):
        with page.expect_download() as download:
            page.get_by_role("link", name=link).click()
        papers[name] = tmp_path / name
        download.value.save_as(papers[name])
    assert NAME in {cell.value for row in load_workbook(papers["list.xlsx"]).active.iter_rows() for cell in row}
    assert NAME in text_of(papers["list.docx"])


@pytest.mark.parametrize("username", ["owner", "zhujian", "department", "leader", "service", "auditor", "admin"])
def test_every_wrong_role_is_refused(visit, username):
    page = visit(username)
    for address in (f"{LIST}endorse/", f"{LIST}issue/", "/declarations/vetting/", f"{LIST}approve/"):
        assert page.goto(address).status == 403


def press_first(page) -> None:
    """The main button of the form."""
    page.locator("main form .btn-primary").first.click()
    page.wait_for_load_state()


def text_of(path: Path) -> str:
    """The words of a Word file."""
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml").decode("utf-8")
