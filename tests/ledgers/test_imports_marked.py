"""The workbook given back with red and yellow cells."""

import io

import openpyxl
import pytest

from ledgers import vault
from ledgers.models import ImportBatch
from ledgers.services import imports
from longting.common.errors import Refused
from tests.ledgers.books import SAMPLE, book, brought, row, upload

pytestmark = pytest.mark.django_db


def opened(batch) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(imports.marked_workbook(batch)))


def test_wrong_cells_are_red_and_doubtful_ones_yellow_with_what_to_do(cast):
    sheet = opened(brought(book(row(unit="城投公司", total="近百亿元")), cast.officer))["名单"]
    bad, doubtful, good = sheet["B3"], sheet["C3"], sheet["A3"]
    assert (bad.fill.fgColor.rgb, doubtful.fill.fgColor.rgb) == ("FFFF9999", "FFFFEB84")
    assert bad.comment.text.startswith("没有叫“城投公司”的单位。")
    assert doubtful.comment.text == "“近百亿元”不是确切金额。请填写一个数字，如 12000（万元）。"
    assert (good.comment, bad.value, doubtful.value) == (None, "城投公司", "近百亿元")


def test_only_the_doubtful_cells_of_the_sample_are_marked(cast):
    sheet = opened(brought(SAMPLE, cast.officer))["重点项目"]
    marked = [cell.coordinate for line in sheet.iter_rows() for cell in line if cell.comment]
    assert marked == ["G15", "H16", "H17", "H20", "H22", "H35", "G64", "H64", "H68", "H69", "G73"]


def test_without_its_file_nothing_can_be_marked(cast):
    batch = brought(book(row()), cast.officer)
    batch.stored_name = ""
    with pytest.raises(Refused, match="已按期清理"):
        imports.marked_workbook(batch)


def test_a_file_that_vanished_is_told_as_cleaned(cast):
    batch = brought(book(row()), cast.officer)
    vault.discard(vault.IMPORTS, batch.stored_name)
    with pytest.raises(Refused, match="已按期清理"):
        imports.marked_workbook(batch)


def test_a_file_that_can_no_longer_be_read_is_refused_in_words(cast):
    batch = upload(book(row()), cast.officer)
    vault.path_of(vault.IMPORTS, batch.stored_name).write_bytes(b"PK broken")
    with pytest.raises(Refused, match="不完整或已损坏"):
        imports.marked_workbook(ImportBatch.objects.get())
