"""The issued list: page, workbook and paper from the snapshot, for those who may read papers."""

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from longting.audit.models import AuditEvent
from longting.documents.models import IssuedDocument
from projects.models import AnnualList
from tests.approvals import makers
from tests.factories import client_of

PLACE = [makers.YEAR, 1]
FILES = ("approvals:issued-workbook", "approvals:issued-paper")
PAGES = ("approvals:issued-detail", *FILES)


def get(user, name, **query):
    return client_of(user).get(reverse(name, args=PLACE), query)


def text_of(answer) -> str:
    """All text of a Word document, tables included."""
    document = Document(BytesIO(answer.getvalue()))
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + tables)


@pytest.mark.parametrize("name", PAGES)
def test_a_list_that_is_not_issued_has_no_paper(cast, name):
    makers.approved(cast)
    assert get(cast.officer, name).status_code == 404
    assert client_of(cast.officer).get(reverse(name, args=[2031, 1])).status_code == 404


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [("outsider", 200), ("department", 200), ("leader", 200), ("auditor", 200), ("owner", 403), ("admin", 403)],
)
def test_the_paper_is_read_by_the_house_alone(cast, name, who, status):
    makers.issued(cast)
    answer = get(getattr(cast, who), name)
    answer.close()
    assert answer.status_code == status


def test_an_issued_state_without_a_paper_shows_nothing(cast):
    makers.approved(cast)
    AnnualList.objects.update(state="issued")
    assert get(cast.officer, "approvals:issued-detail").status_code == 404


def test_the_page_shows_number_day_rows_sums_and_seal(cast):
    makers.issued(cast)
    page = get(cast.outsider, "approvals:issued-detail").text
    document = IssuedDocument.objects.get(kind="annual_list")
    for words in ("龙项目办〔2027〕1号", "2026年11月24日", document.check_code, "校验一致", "合计：1 个", "5,000.00"):
        assert words in page
    assert ("龙亭区测试装备制造基地项目" in page, "建设规模及主要内容" in page) == (True, False)


def test_a_column_without_any_figure_has_no_sum(cast):
    makers.issued(cast)
    page = get(cast.officer, "approvals:issued-detail", columns="all")
    texts = [cell["text"] for cell in page.context["foot"][0]["cells"]]
    assert texts[:4] == ["合计：1 个", "5,000.00", "—", "2,000.00"]


def test_every_column_is_shown_on_demand(cast):
    makers.issued(cast)
    assert "建设规模及主要内容" in get(cast.officer, "approvals:issued-detail", columns="all").text


def test_a_broken_seal_is_told(cast, monkeypatch):
    makers.issued(cast)
    monkeypatch.setattr("approvals.pages.issued.verify_document", lambda document: False)
    assert "校验不一致" in get(cast.officer, "approvals:issued-detail").text


@pytest.mark.parametrize(("name", "what"), [(FILES[0], "Excel 工作簿"), (FILES[1], "Word 公文")])
def test_a_download_is_recorded(cast, name, what):
    makers.issued(cast)
    code = IssuedDocument.objects.get(kind="annual_list").check_code
    assert get(cast.department, name).getvalue()
    event = AuditEvent.objects.get(verb="paper_take")
    expected = f"下载《2027年度区重点项目名单》{what}，校验码 {code}"
    assert (event.actor_name, event.summary, event.target_kind) == ("孙环保", expected, "issued_document")


def test_the_workbook_has_its_customary_form(cast):
    makers.issued(cast)
    sheet = load_workbook(BytesIO(get(cast.officer, "approvals:issued-workbook").getvalue())).active
    assert (sheet["A1"].value, sheet.page_setup.paperSize) == ("龙亭区2027年重点项目名单", 8)
    assert [cell.value for cell in sheet[5]][:2] == [1, "龙亭区测试装备制造基地项目"]
    assert sheet["A6"].value == "合计：1 个"
    assert sheet["A7"].value == "文号：龙项目办〔2027〕1号　　印发日期：2026-11-24"


def test_the_paper_says_who_decided_what(cast):
    makers.issued(cast)
    text = text_of(get(cast.officer, "approvals:issued-paper"))
    for words in (
        "龙项目办〔2027〕1号", "《2027年度区重点项目名单》的通知", "经区委重大项目推进工作委员会审定（2026年11月24日）",
        "报区委、区政府研究批准（龙文〔2027〕5号，2026年11月24日），", "名单共 1 个项目，总投资 5,000.00 万元",
        "按领域分，产业转型发展 1 个。", "附件：2027年度区重点项目名单", "合计：1 个",
    ):  # fmt: skip
        assert words in text
