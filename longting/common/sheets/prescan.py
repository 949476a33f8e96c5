"""The first look at an uploaded file: its bytes and, for a zip, its directory. Nothing is unpacked or parsed here.

What is let through is only "may be opened in the child process"; the child counts the cells (`survey`) before it
parses (D-24). Old .xls books and WPS .et books are let through like .xlsx and .ods.
"""

import io
import struct
import zipfile
from pathlib import PurePosixPath
from typing import Literal

from longting.common.sheets import ole
from longting.common.sheets.refusals import MAX_BYTES, MAX_PARTS, MAX_RATIO, MAX_UNPACKED, Refusal

BookKind = Literal["xlsx", "xls", "ods"]

_END_OF_DIRECTORY = b"PK\x05\x06"
_END_SIZE = 22
_COMMENT = 65_535
_ENTRY_ROOM = 46 + 512
"""Room one directory entry may take: its fixed part and a generous name and extra field."""
_SMALL_PART = 1024 * 1024
"""A part smaller than this can do no harm, however well it packs (columns of blanks pack 300 : 1)."""
_PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_EMPTY_LIBRARIES = ("script-lc.xml", "script-lb.xml")
"""LibreOffice writes these lists of macros even when there is none."""
_OTHER_KINDS = (
    (b"%PDF", "PDF 文件"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"Rar!", "压缩包（RAR）"),
    (b"7z\xbc\xaf", "压缩包（7z）"),
    (b"{\\rtf", "文档（RTF）"),
)


def check_size(size: int) -> None:
    """Refuse by size alone, so that a file of 200 MB is not even read.

    Raises:
        Refusal: "empty_file" or "too_big".
    """
    if size == 0:
        raise Refusal("empty_file")
    if size > MAX_BYTES:
        raise Refusal("too_big", size=f"{size / 1024 / 1024:.1f}")


def prescan(data: bytes) -> BookKind:
    """What kind of workbook these bytes may be.

    Raises:
        Refusal: when they are none, or one that must not be opened.
    """
    check_size(len(data))
    if data.startswith(ole.MAGIC):
        return _check_ole(data)
    if data.startswith(b"PK"):
        return _check_zip(data)
    raise Refusal("not_a_workbook", found=_describe(data))


def _describe(data: bytes) -> str:
    for magic, name in _OTHER_KINDS:
        if data.startswith(magic):
            return name
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "2003 版 XML 表格"
    if head.startswith(b"<"):
        return "网页（HTML）"
    if b"\0" in head:
        return "别的格式"
    return "文本（CSV）"


def _check_ole(data: bytes) -> BookKind:
    names = ole.Container(data).names
    if {"EncryptedPackage", "EncryptionInfo"} & names:
        raise Refusal("encrypted")
    if "_VBA_PROJECT_CUR" in names or "_VBA_PROJECT" in names:
        raise Refusal("macro")
    if not {"Workbook", "Book"} & names:
        raise Refusal("not_a_workbook", found="Word 文档" if "WordDocument" in names else "别的格式")
    return "xls"


def _check_zip(data: bytes) -> BookKind:
    _check_directory_size(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except Exception as error:  # a broken directory raises many types
        raise Refusal("damaged") from error
    if len(parts) > MAX_PARTS:
        raise Refusal("too_many_parts")
    names = [part.orig_filename for part in parts]
    if len(set(names)) < len(names):
        raise Refusal("damaged")
    for part in parts:
        _check_part(part)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refusal("too_much_inside")
    return _kind_of_zip({name.lower().replace("\\", "/") for name in names})


def _check_directory_size(data: bytes) -> None:
    """The directory's own count and size, before it is read into objects: a 10 MB file can name 200,000 parts."""
    at = data.rfind(_END_OF_DIRECTORY, max(0, len(data) - _END_SIZE - _COMMENT))
    if at < 0 or at + _END_SIZE > len(data):
        raise Refusal("damaged")
    count, size = struct.unpack_from("<HI", data, at + 10)
    if count > MAX_PARTS or size > MAX_PARTS * _ENTRY_ROOM:
        raise Refusal("too_many_parts")


def _check_part(part: zipfile.ZipInfo) -> None:
    name = part.orig_filename.replace("\\", "/")
    if name.startswith("/") or ":" in name or "\0" in name or ".." in PurePosixPath(name).parts:
        raise Refusal("unsafe_path")
    if part.flag_bits & 0x1:
        raise Refusal("encrypted")
    if part.compress_type not in _PLAIN:
        raise Refusal("damaged")
    if part.file_size > _SMALL_PART and part.file_size > MAX_RATIO * part.compress_size:
        raise Refusal("bomb")


def _kind_of_zip(names: set[str]) -> BookKind:
    if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in names):
        raise Refusal("macro")
    if any(name.startswith("basic/") and not name.endswith(_EMPTY_LIBRARIES) for name in names):
        raise Refusal("macro")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise Refusal("binary_workbook")
    if "content.xml" in names:
        return "ods"
    raise Refusal("not_a_workbook", found="Word 文档" if "word/document.xml" in names else "压缩包（ZIP）")
