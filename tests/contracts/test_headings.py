"""What a page calls its columns is what its workbook calls them, in the same order, for every list and every ledger."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from ledgers.kinds import LEDGERS
from longting.common.columns import Heading, heading_rows
from longting.common.lists import ListPage
from longting.common.policy import url_patterns
from longting.common.xlsx import layout
from tests import factories
from tests.contracts.ground import ARGUMENTS, Ground

HEAD = re.compile(r"(?s)<thead>(.*?)</thead>")
CELL = re.compile(r"(?s)<th\b[^>]*>(.*?)</th>")
YEAR = 2026
#: List page → the member of the cast who opens it.
READERS = {
    "projects:project-list": "officer",
    "projects:list-detail": "officer",
    "approvals:declaration-list": "officer",
    "approvals:batch-list": "officer",
    "accounts:user-list": "admin",
    "accounts:organisation-list": "admin",
    "audit:event-list": "auditor",
}


def list_pages() -> dict[str, type[ListPage]]:
    """Every URL that leads to a list page."""
    views = {name: getattr(pattern.callback, "view_class", None) for name, pattern in url_patterns()}
    return {name: view for name, view in views.items() if view is not None and issubclass(view, ListPage)}


def screen_headings(html: str) -> list[list[str]]:
    """Rows of heading texts of the first table of a page; the box for choosing has no text."""
    rows = re.findall(r"(?s)<tr>(.*?)</tr>", HEAD.search(html).group(1))
    cells = [[_plain(text) for text in CELL.findall(row)] for row in rows]
    return [[text for text in row if text] for row in cells]


def _plain(html: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html)).translate(str.maketrans("（）", "()"))


def workbook_headings(content: bytes, first_row: int, depth: int) -> list[list[str]]:
    """The filled cells of the heading rows of the first sheet."""
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    rows = sheet.iter_rows(min_row=first_row, max_row=first_row + depth - 1, values_only=True)
    return [[_plain(str(value)) for value in row if value not in (None, "")] for row in rows]


@pytest.fixture
def ground(cast):
    made = Ground(cast)
    made.prepare()
    return made


def test_every_list_page_is_compared():
    assert set(list_pages()) == set(READERS)


def both(name: str, ground: Ground) -> tuple[list[list[str]], list[list[str]]]:
    """The headings of a list on the screen and those of its export."""
    person = getattr(ground.cast, READERS[name])
    url = reverse(name, kwargs=ARGUMENTS[name](ground, person) if name in ARGUMENTS else {})
    client = factories.client_of(person)
    shown = screen_headings(client.get(url).content.decode("utf-8"))
    sent = b"".join(client.get(url, {"export": "xlsx"}).streaming_content)
    return shown, workbook_headings(sent, 1, len(shown))


@pytest.mark.parametrize("name", sorted(READERS))
def test_the_page_and_its_export_have_the_same_headings(name, ground):
    shown, written = both(name, ground)
    assert written == shown != []


@pytest.mark.parametrize("kind", sorted(LEDGERS))
def test_the_ledger_has_the_headings_of_its_columns(kind, ground):
    """The official workbook prints every declared column, on the screen hidden ones too."""
    ledger, out = LEDGERS[kind], BytesIO()
    ledger.export(out, year=YEAR, filters={}, user=ground.cast.officer, today=ground.project.created_at.date())
    declared = [[_declared(heading) for heading in row] for row in heading_rows(ledger.columns(YEAR))]
    first = first_heading_row(out.getvalue(), declared)
    assert workbook_headings(out.getvalue(), first, len(declared)) == declared


def _declared(heading: Heading) -> str:
    return _plain(f"{heading.text}({heading.unit})" if heading.unit else heading.text)


def first_heading_row(content: bytes, declared: list[list[str]]) -> int:
    """The row in which the first declared heading stands."""
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    column = [str(cell.value) for cell in sheet["A"]]
    return column.index(declared[0][0]) + 1


def test_control_another_heading_would_be_seen():
    page = "<thead><tr><th><input></th><th>名称</th><th>总投资 <span>（万元）</span></th></tr></thead>"
    assert screen_headings(page) == [["名称", "总投资(万元)"]] != [["名称", "总投资(亿元)"]]


def test_control_an_export_with_headings_of_its_own_is_reported(ground, monkeypatch):
    """Page and workbook agree because both ask `heading_rows`; here the workbook calls its first column otherwise."""

    def renamed(columns):
        first, *others = heading_rows(columns)
        return [[first[0]._replace(text="名字"), *first[1:]], *others]

    monkeypatch.setattr(layout, "heading_rows", renamed)
    shown, written = both("accounts:user-list", ground)
    assert (shown[0][0], written[0][0], written[0][1:] == shown[0][1:]) == ("账号", "名字", True)
