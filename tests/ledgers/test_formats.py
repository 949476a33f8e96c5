"""A list is a list in whatever format it was saved: .xls and WPS's .et, .ods, .xlsx give the same projects."""

import pytest

from ledgers.models import ImportBatch
from projects.models import Project
from tests.common.sheets.makers import ods
from tests.common.sheets.ole_maker import number_record, text_record, xls
from tests.factories import client_of
from tests.ledgers.books import HEADINGS, TITLE, book, checked, committed, row, statuses
from tests.ledgers.import_pages import send_file, url

ROWS = (row(), row(name="锦花商贸中心", total="近百亿元"), row(name="东湖湿地公园", total="１２，０００"))
CELLS = [[TITLE], list(HEADINGS), *map(list, ROWS)]


def old() -> bytes:
    """The list as Excel 97 and WPS save it (BIFF8)."""
    words = tuple(dict.fromkeys(value for line in CELLS for value in line if isinstance(value, str)))
    records = b"".join(
        text_record(at, column, words.index(value)) if isinstance(value, str) else number_record(at, column, value)
        for at, line in enumerate(CELLS)
        for column, value in enumerate(line)
    )
    return xls(("名单", 0, 0, records), words=words)


def free() -> bytes:
    """The list as LibreOffice saves it."""

    def cell(value) -> str:
        kind = "string" if isinstance(value, str) else f'float" office:value="{value}'
        return f'<table:table-cell office:value-type="{kind}"><text:p>{value}</text:p></table:table-cell>'

    return ods("".join(f"<table:table-row>{''.join(map(cell, line))}</table:table-row>" for line in CELLS))


FORMATS = {"名单.xls": old(), "名单.et": old(), "名单.ods": free(), "名单.xlsx": book(*ROWS)}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_list_is_read_the_same(cast, name):
    found, plain = (checked(FORMATS[one], cast.officer, filename=one) for one in (name, "名单.xlsx"))
    assert [(one.values, one.problems) for one in found.rows] == [(one.values, one.problems) for one in plain.rows]
    assert [status for status in statuses(found) if status != "skipped"] == ["new", "flag", "new"]


@pytest.mark.parametrize("name", FORMATS)
def test_it_is_sent_written_and_given_back_marked(cast, name):
    client = client_of(cast.officer)
    committed(FORMATS[name], cast.officer)
    assert sorted(Project.objects.values_list("name", flat=True)) == ["东湖湿地公园", "凤凰广场"]
    marked = client.get(url(ImportBatch.objects.get(), "marked/"))
    assert b"".join(marked.streaming_content)[:2] == b"PK"
    assert client.get(send_file(client, FORMATS[name], name=name).url).status_code == 200
    assert ImportBatch.objects.count() == 1
