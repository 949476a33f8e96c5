"""The first look: what is refused before anything is unpacked, and with which words."""

import io
import zipfile
from random import Random

import pytest

from longting.common.sheets.prescan import check_size, prescan
from longting.common.sheets.refusals import MESSAGES, Refusal
from tests.common.sheets.makers import book, ods, parts, zipped
from tests.common.sheets.ole_maker import ole, record, xls

MB = 1024 * 1024


def code(data: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        prescan(data)
    assert refused.value.message.endswith("。")
    return refused.value.code


def test_honest_books_of_every_kind_pass():
    data = [book([["项目名称"]]), xls(("一", 0, 0, b"")), ods("")]
    assert [prescan(one) for one in data] == ["xlsx", "xls", "ods"]


def test_an_empty_file_is_refused():
    assert code(b"") == "empty_file"


def test_size_alone_refuses_and_is_told_in_megabytes():
    with pytest.raises(Refusal) as refused:
        check_size(200 * MB)
    assert refused.value.message == (
        "文件有 200.0 MB，超过了 10 MB。请只保留要导入的工作表并删去图片，另存为 .xlsx 后再上传。"
    )


def test_ten_megabytes_exactly_are_allowed():
    assert check_size(10 * MB) is None


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"<html><table><tr><td>x</td></tr></table></html>", "网页（HTML）"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", "网页（HTML）"),
        ("项目名称,总投资\n甲,1".encode("gbk"), "文本（CSV）"),
        ("项目名称,总投资\n甲,1".encode("utf-8-sig"), "文本（CSV）"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "2003 版 XML 表格"),
        (b"%PDF-1.7", "PDF 文件"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"\x09\x00\x04\x00\x02\x00\x10\x00", "别的格式"),
        (ole({"WordDocument": b"x" * 5000}), "Word 文档"),
        (ole({"Contents": b"x"}), "别的格式"),
        (zipped({"word/document.xml": "<w/>"}), "Word 文档"),
        (zipped({"名单.xlsx": "x"}), "压缩包（ZIP）"),
    ],
)
def test_what_is_no_workbook_is_named(data, found):
    with pytest.raises(Refusal) as refused:
        prescan(data)
    assert refused.value.message == MESSAGES["not_a_workbook"].format(found=found)


def test_an_encrypted_workbook_is_refused():
    assert code(ole({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y"})) == "encrypted"


def test_macros_are_refused_in_every_format():
    old = xls(("一", 0, 0, b""), storages=("_VBA_PROJECT_CUR",))
    new = zipped(parts("") | {"xl/vbaProject.bin": b"x"})
    sheets = zipped(parts("") | {"xl/macrosheets/sheet1.xml": b"x"})
    free = zipped({"content.xml": "<x/>", "Basic/Standard/Module1.xml": "<x/>"})
    assert [code(one) for one in (old, new, sheets, free)] == ["macro"] * 4


def test_the_empty_macro_lists_of_libreoffice_pass():
    assert prescan(zipped({"content.xml": "<x/>", "Basic/script-lc.xml": "<x/>"})) == "ods"


def test_a_binary_workbook_is_named():
    assert code(zipped({"xl/workbook.bin": b"x"})) == "binary_workbook"


def test_a_truncated_zip_is_damaged():
    data = book([["项目名称"]])
    assert [code(data[:end]) for end in (3, 100, len(data) // 2, len(data) - 1)] == ["damaged"] * 4


def test_a_directory_that_lies_about_its_size_is_damaged():
    data = bytearray(zipped(parts("")))
    at = data.rfind(b"PK\x05\x06")
    data[at + 12 : at + 16] = b"\x01\x00\x00\x00"
    assert code(bytes(data)) == "damaged"


def test_more_than_two_hundred_parts_are_refused():
    assert code(zipped({f"xl/{number}.xml": "" for number in range(201)})) == "too_many_parts"


def test_a_directory_that_hides_its_count_is_refused():
    data = bytearray(zipped({f"xl/{number}.xml": "" for number in range(201)}))
    at = data.rfind(b"PK\x05\x06")
    data[at + 8 : at + 12] = b"\x01\x00\x01\x00"
    assert code(bytes(data)) == "too_many_parts"


def test_a_directory_longer_than_its_count_allows_is_refused():
    data = bytearray(zipped({f"xl/{number:0500}.xml": "" for number in range(250)}))
    at = data.rfind(b"PK\x05\x06")
    data[at + 8 : at + 12] = b"\x01\x00\x01\x00"
    assert code(bytes(data)) == "too_many_parts"


def test_a_part_that_packs_a_hundred_to_one_is_refused():
    assert code(zipped(parts("") | {"xl/media/a.bmp": bytes(2 * MB)})) == "bomb"


def test_a_small_part_may_pack_as_well_as_it_likes():
    assert prescan(zipped(parts("") | {"xl/a.bin": bytes(MB)})) == "xlsx"


def test_more_than_a_hundred_megabytes_inside_are_refused():
    random = Random(1)
    block = b"".join(random.randbytes(100) + bytes(2400) for _ in range(2100))
    data = zipped(parts("") | {f"xl/{number}.bin": block for number in range(20)})
    assert (len(data) < 10 * MB, code(data)) == (True, "too_much_inside")


@pytest.mark.parametrize("name", ["../evil.xml", "xl/../../evil.xml", "/etc/passwd", "C:\\evil.xml", "..\\evil.xml"])
def test_a_part_that_would_leave_the_folder_is_refused(name):
    assert code(zipped(parts("") | {name: "x"})) == "unsafe_path"


def test_an_encrypted_part_is_refused():
    data = bytearray(zipped(parts("")))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert code(bytes(data)) == "encrypted"


def test_a_strange_packing_is_refused():
    assert code(zipped(parts(""), zipfile.ZIP_LZMA)) == "damaged"


def test_a_part_given_twice_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<a/>")
        archive.writestr("xl/workbook.xml", "<b/>")
    assert code(out.getvalue()) == "damaged"


def test_a_book_of_records_only_is_let_through_to_the_child():
    assert prescan(ole({"Book": record(0x0809)})) == "xls"
