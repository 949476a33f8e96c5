"""What a file is, is judged by its content: AT-01."""

import zipfile

import pytest

from longting.documents import archives
from longting.documents.content import FILE_KINDS, identify
from longting.documents.refusal import BadFile
from tests.documents import files
from tests.documents.files import EXE, HTML, JS, OLE, PDF, PHP, SVG, docx, jpg, ofd, packed, png, with_parts, xlsx

TYPES = "[Content_Types].xml"
RELS = "_rels/.rels"
WORD = "word/document.xml"


def as_docm() -> bytes:
    """A document with macros, renamed."""
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    return with_parts(docx(), **{TYPES: lambda types: types.replace(plain, macro), "word/vbaProject.bin": OLE})


def with_remote_template() -> bytes:
    link = (
        b'<Relationship Id="rId99" TargetMode="External" Target="https://example.com/t.dotm" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
    )
    return with_parts(docx(), **{RELS: lambda rels: rels.replace(b"</Relationships>", link)})


def with_entity() -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    return with_parts(docx(), **{RELS: lambda rels: rels.replace(b"?>", b"?>" + bomb, 1)})


def encrypted_part() -> bytes:
    """The bit that says so is set in both records of the first part."""
    data = bytearray(docx())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + offset] |= 1
    return bytes(data)


def with_wrong_checksum() -> bytes:
    data = bytearray(packed({TYPES: "x" * 100, WORD: "y"}, zipfile.ZIP_STORED))
    data[40] ^= 0xFF
    return bytes(data)


def with_twin_parts() -> bytes:
    """Two parts of one name: two readers may see two different documents."""
    return (
        docx()
        .replace(b"docProps/core.xml", b"word/document.xm_"[:17])
        .replace(b"word/document.xm_", b"word/document.xml")
    )


def spanning(name: str) -> bytes:
    return with_parts(docx(), **{name: b"x"})


BAD = {
    "html as pdf": ("说明.pdf", HTML, "不是PDF"),
    "html as jpg": ("现场.jpg", HTML, "不是JPEG"),
    "html as docx": ("说明.docx", HTML, "不是Word"),
    "svg as png": ("图.png", SVG, "不是PNG"),
    "svg": ("图.svg", SVG, "能运行程序"),
    "script as jpg": ("现场.jpg", JS, "不是JPEG"),
    "script": ("a.js", JS, "能运行程序"),
    "xml": ("a.xml", b"<?xml version='1.0'?><a/>", "能运行程序"),
    "php as jpg": ("a.jpg", PHP, "不是JPEG"),
    "php": ("a.php", PHP, "能运行程序"),
    "program": ("安装.exe", EXE, "能运行程序"),
    "program as pdf": ("合同.pdf", EXE, "不是PDF"),
    "program hidden in the name": ("合同.exe.pdf", PDF, "“.exe”"),
    "page hidden in the name": ("合同.html.jpg", jpg(), "“.html”"),
    "macro document": ("合同.docm", as_docm(), "能运行程序"),
    "macro document renamed": ("合同.docx", as_docm(), "宏"),
    "macro part in an honest document": ("合同.docx", with_parts(docx(), **{"word/vbaProject.bin": OLE}), "宏"),
    "control in a document": ("合同.docx", with_parts(docx(), **{"word/activeX/activeX1.bin": b"x"}), "宏"),
    "workbook as document": ("合同.docx", xlsx(), "后缀与内容不符"),
    "document as workbook": ("投资.xlsx", docx(), "后缀与内容不符"),
    "document as ofd": ("意见.ofd", docx(), "不是 OFD"),
    "ofd of another namespace": ("意见.ofd", packed({"OFD.xml": "<a/>"}), "不是 OFD"),
    "zip as docx": ("合同.docx", packed({"a.txt": "x"}), "不是 Word 或 Excel"),
    "empty zip as docx": ("合同.docx", b"PK\x03\x04" + packed({}), "已损坏"),
    "encrypted or old document": ("合同.docx", OLE, "已加密，或是旧版"),
    "encrypted part": ("合同.docx", encrypted_part(), "已加密"),
    "truncated document": ("合同.docx", docx()[:-300], "已损坏"),
    "broken part": ("合同.docx", with_wrong_checksum(), "已损坏"),
    "uncommon compression": ("合同.docx", packed({TYPES: "x"}, zipfile.ZIP_BZIP2), "已损坏"),
    "parts of one name": ("合同.docx", with_twin_parts(), "已损坏"),
    "path out of the archive": ("合同.docx", spanning("../../evil.txt"), "路径不正常"),
    "absolute path": ("合同.docx", spanning("/etc/cron"), "路径不正常"),
    "zip in a document": ("合同.docx", with_parts(docx(), **{"word/embeddings/a.zip": b"PK"}), "夹带了“.zip”"),
    "program in a document": ("合同.docx", with_parts(docx(), **{"word/embeddings/a.exe": EXE}), "夹带了“.exe”"),
    "bomb in a document": ("合同.docx", with_parts(docx(), **{"word/a.xml": b"0" * 30_000_000}), "大得不合常理"),
    "too many parts": ("合同.docx", packed({f"p{number}": "" for number in range(3001)}), "大得不合常理"),
    "remote template": ("合同.docx", with_remote_template(), "外部地址"),
    "entity in a part": ("合同.docx", with_entity(), "已损坏"),
    "document with a passenger behind": ("合同.docx", docx() + HTML, "前后还接着"),
    "document with a passenger before": ("合同.docx", packed({"a": "x"}) + docx(), "前后还接着"),
    "pdf with a zip behind": ("合同.pdf", PDF + packed({"a.html": HTML}), "后面还接着"),
    "pdf with a page behind": ("合同.pdf", PDF + HTML, "后面还接着"),
    "page before the pdf": ("合同.pdf", HTML + PDF, "不是PDF"),
    "pdf with script": ("合同.pdf", PDF.replace(b"/Type/Catalog", b"/OpenAction<</S/JavaScript/JS(x)>>"), "脚本"),
    "pdf with script spelled in codes": (
        "合同.pdf",
        PDF.replace(b"/Type/Catalog", b"/OpenAction<</S/#4Aava#53cript/JS(x)>>"),
        "脚本",
    ),
    "pdf that starts a program": ("合同.pdf", PDF.replace(b"/Type/Catalog", b"/A<</S/Launch>>"), "脚本"),
    "truncated pdf": ("合同.pdf", PDF[:-20], "不完整"),
    "pdf of no version": ("合同.pdf", PDF.replace(b"%PDF-1.4", b"%PDF-xx"), "不是完整的 PDF"),
    "pdf as jpg": ("现场.jpg", PDF, "其实是PDF"),
    "jpg as pdf": ("合同.pdf", jpg(), "其实是JPEG"),
    "gif": ("图.gif", b"GIF89a", "不收“.gif”"),
    "no ending": ("合同", PDF, "没有后缀"),
    "empty": ("合同.pdf", b"", "空的"),
}
GOOD = {
    "pdf": ("意见.pdf", PDF),
    "capital ending": ("意见.PDF", PDF),
    "pdf with line ends behind": ("意见.pdf", PDF + b"\r\n\x00"),
    "jpg": ("现场.jpg", jpg()),
    "jpeg": ("现场.jpeg", jpg()),
    "png": ("图.png", png()),
    "docx": ("意见.docx", docx()),
    "docx with a vector picture": ("意见.docx", with_parts(docx(), **{"word/media/image1.svg": SVG})),
    "docx with an equation": ("意见.docx", with_parts(docx(), **{"word/embeddings/oleObject1.bin": OLE})),
    "xlsx": ("投资.xlsx", xlsx()),
    "ofd": ("批复.ofd", ofd()),
}


def test_the_table_holds_at_least_forty_bad_files():
    assert len(BAD) >= 40


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_and_the_reason_told(case):
    name, data, words = BAD[case]
    with pytest.raises(BadFile) as refused:
        identify(name, data)
    assert words in refused.value.message
    assert refused.value.message.endswith("。")


@pytest.mark.parametrize("case", GOOD)
def test_an_honest_file_is_taken(case):
    name, data = GOOD[case]
    assert identify(name, data).endings[0] == name.rpartition(".")[2].lower().replace("jpeg", "jpg")


def test_no_type_is_served_in_which_a_browser_would_run_something():
    assert {kind.content_type for kind in FILE_KINDS.values()} == {
        "application/pdf",
        "image/jpeg",
        "image/png",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/ofd",
    }


def test_a_part_of_xml_too_long_to_read_is_refused(monkeypatch):
    monkeypatch.setattr(archives, "MAX_XML", 10)
    with pytest.raises(BadFile, match="大得不合常理"):
        identify("意见.docx", docx())


@pytest.mark.parametrize("cut", range(0, 4000, 97))
def test_a_damaged_document_never_breaks_the_check(cut):
    data = files.docx()
    with pytest.raises(BadFile):
        identify("意见.docx", data[:cut])


@pytest.mark.parametrize("place", range(0, 4000, 61))
def test_a_byte_turned_over_is_either_harmless_or_refused(place):
    data = bytearray(docx())
    data[place % len(data)] ^= 0xFF
    try:
        found = identify("意见.docx", bytes(data)).key
    except BadFile as refused:
        found = refused.message[-1]
    assert found in ("docx", "。")
