"""What a file is, judged by its content: first bytes, inner structure and ending must agree. Pure.

The browser's word for the type is never looked at. A file that is two things at once (polyglot) is refused.
"""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from longting.documents.archives import check_ofd, check_office
from longting.documents.names import DANGEROUS, ending_of, hidden_ending
from longting.documents.refusal import BadFile

PDF_TAIL = 2048
_PDF_HEAD = re.compile(rb"%PDF-[12]\.\d[\r\n\s]")
#: A name may spell any of its letters as # and two hexadecimal digits: /#4aavaScript is /JavaScript.
_PDF_ACTIVE = re.compile(
    "/({})\\b".format(
        "|".join(
            "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in word)
            for word in ("JavaScript", "Launch", "RichMedia")
        )
    ).encode("ascii")
)
_ZIP_HEAD = b"PK\x03\x04"
_OLE_HEAD = bytes.fromhex("d0cf11e0a1b11ae1")
_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A type that may be stored: its `content_type` is what the file is served with, whatever the browser said."""

    key: str
    label: str
    endings: tuple[str, ...]
    content_type: str
    head: bytes
    check: Callable[[bytes], None]
    is_picture: bool = False


def identify(name: str, data: bytes) -> FileKind:
    """The kind of a file with a cleaned `name`. Raises BadFile with Chinese words on what is wrong and what to do."""
    if not data:
        raise BadFile("文件是空的。请重新选择文件。")
    ending, hidden = ending_of(name), hidden_ending(name)
    if ending in DANGEROUS or hidden:
        raise BadFile(f"文件名里有“.{hidden or ending}”，这类文件能运行程序，不能上传。")
    kind = next((kind for kind in FILE_KINDS.values() if ending in kind.endings), None)
    if kind is None:
        raise BadFile(f"不收“.{ending}”文件。" if ending else "文件名没有后缀，认不出类型。请加上正确的后缀。")
    if not data.startswith(kind.head):
        raise BadFile(_mismatch(kind, data))
    kind.check(data)
    return kind


def _mismatch(kind: FileKind, data: bytes) -> str:
    if data.startswith(_OLE_HEAD):
        return "文件已加密，或是旧版 .doc、.xls。请去掉打开密码，另存为 .docx、.xlsx 或 PDF 后再上传。"
    real = next((other.label for other in FILE_KINDS.values() if data.startswith(other.head)), "")
    found = f"其实是{real}" if real else f"不是{kind.label}"
    return f"文件的后缀是 .{kind.endings[0]}，内容{found}。请用原来的软件另存后再上传，不要改后缀。"


def _check_pdf(data: bytes) -> None:
    if not _PDF_HEAD.match(data):
        raise BadFile("文件不是完整的 PDF。请重新导出或扫描。")
    end = data.rfind(b"%%EOF", -PDF_TAIL)
    if end < 0 or b"startxref" not in data[-PDF_TAIL:]:
        raise BadFile("PDF 不完整，可能没有传完或已损坏。请重新导出或扫描。")
    if data[end + 5 :].strip(b"\r\n\t \x00") or zipfile.is_zipfile(BytesIO(data)):
        raise BadFile("PDF 后面还接着别的内容。请重新导出或打印成 PDF 后再上传。")
    if _PDF_ACTIVE.search(data):
        raise BadFile("PDF 里带有脚本或程序。请打印成不带这些内容的 PDF 后再上传。")


def _check_picture(data: bytes) -> None:
    """Nothing here: a picture is decoded and stored anew (longting.documents.pictures), which no trick survives."""


FILE_KINDS: dict[str, FileKind] = {
    kind.key: kind
    for kind in (
        FileKind("pdf", "PDF", ("pdf",), "application/pdf", b"%PDF-", _check_pdf),
        FileKind("jpg", "JPEG 图片", ("jpg", "jpeg"), "image/jpeg", b"\xff\xd8\xff", _check_picture, True),
        FileKind("png", "PNG 图片", ("png",), "image/png", b"\x89PNG\r\n\x1a\n", _check_picture, True),
        FileKind(
            "docx", "Word 文档", ("docx",), f"{_OFFICE}.wordprocessingml.document", _ZIP_HEAD,
            lambda data: check_office(data, "wordprocessingml.document.main+xml"),
        ),
        FileKind(
            "xlsx", "Excel 工作簿", ("xlsx",), f"{_OFFICE}.spreadsheetml.sheet", _ZIP_HEAD,
            lambda data: check_office(data, "spreadsheetml.sheet.main+xml"),
        ),
        FileKind("ofd", "OFD 版式文件", ("ofd",), "application/ofd", _ZIP_HEAD, check_ofd),
    )
}  # fmt: skip
