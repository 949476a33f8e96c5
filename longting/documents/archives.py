"""Files that are zip archives inside (docx, xlsx, ofd): every part is looked at before the file is stored. Pure."""

import posixpath
import re
import zipfile
import zlib
from io import BytesIO

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from longting.documents.names import DANGEROUS, ending_of
from longting.documents.refusal import BadFile

MAX_PARTS = 3000
MAX_UNPACKED = 100 * 1024 * 1024
#: Honest office files stay under 30; small parts may be anything.
MAX_RATIO = 100
SMALL_PART = 1024 * 1024
MAX_XML = 2 * 1024 * 1024

TYPES = "[Content_Types].xml"
_END, _END_SIZE = b"PK\x05\x06", 22
_NESTED = frozenset({"zip", "rar", "7z", "gz", "tar", "cab"})
#: Office files are made of XML; these endings are part of the format, not of a deceit.
_OWN_ENDINGS = frozenset({"xml", "bin", "svg"})
_REMOTE = re.compile(r"/(attachedTemplate|oleObject|frame|externalLinkPath)$")
_DAMAGED = "文件已损坏，可能没有传完。请用原来的软件打开并另存后再上传。"
_BOMB = "文件解开后大得不合常理，不能上传。请用原来的软件另存后再试。"
_MACRO = "文件里带有宏或控件。请另存为不带宏的 .docx 或 .xlsx 后再上传。"


def check_office(data: bytes, main_type: str) -> None:
    """A docx or xlsx whose main part is of `main_type`, without macros, controls, programs or remote templates."""
    with _open(data) as archive:
        names = archive.namelist()
        if TYPES not in names:
            raise BadFile("内容不是 Word 或 Excel 文件。请用原来的软件另存后再上传，不要改后缀。")
        types = _xml(archive, TYPES)
        content_types = {part.get("ContentType", "") for part in types}
        if any("macroEnabled" in item or "vbaProject" in item or "activeX" in item for item in content_types):
            raise BadFile(_MACRO)
        if any("vbaproject" in name.lower() or "/activex/" in name.lower() for name in names):
            raise BadFile(_MACRO)
        if not any(item.endswith(main_type) for item in content_types):
            raise BadFile("文件的后缀与内容不符。请用原来的软件另存后再上传，不要改后缀。")
        for name in names:
            if name.endswith(".rels"):
                _check_links(_xml(archive, name))


def check_ofd(data: bytes) -> None:
    """An OFD (GB/T 33190): an archive whose root part OFD.xml is in the namespace of the standard."""
    with _open(data) as archive:
        if "OFD.xml" not in archive.namelist() or "ofdspec.org" not in _xml(archive, "OFD.xml").tag:
            raise BadFile("内容不是 OFD 版式文件。请用原来的软件另存后再上传，不要改后缀。")


def _open(data: bytes) -> zipfile.ZipFile:
    """The archive, after every part was found harmless by name and size and whole by its checksum."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        _check_parts(archive.infolist())
        damaged = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        raise BadFile(_DAMAGED) from None
    if damaged or not archive.infolist():
        raise BadFile(_DAMAGED)
    if _has_passengers(data, archive):
        raise BadFile("文件前后还接着别的内容。请用原来的软件另存后再上传。")
    return archive


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if len(names) != len(set(names)):
        raise BadFile(_DAMAGED)
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise BadFile(_BOMB)
    for part in parts:
        _check_part(part)


def _check_part(part: zipfile.ZipInfo) -> None:
    name, ending = part.filename, ending_of(posixpath.basename(part.filename))
    if name.startswith("/") or "\\" in name or ".." in name.split("/") or "\x00" in part.orig_filename:
        raise BadFile("文件内部的路径不正常。请用原来的软件另存后再上传。")
    if part.flag_bits & 1:
        raise BadFile("文件已加密。请去掉打开密码后再上传。")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadFile(_DAMAGED)
    if part.file_size > SMALL_PART and part.file_size > MAX_RATIO * max(part.compress_size, 1):
        raise BadFile(_BOMB)
    if ending in _NESTED or (ending in DANGEROUS and ending not in _OWN_ENDINGS):
        raise BadFile(f"文件里面夹带了“.{ending}”文件。请去掉后再上传。")


def _has_passengers(data: bytes, archive: zipfile.ZipFile) -> bool:
    """Whether anything stands before the first part or behind the end record of the archive."""
    first = min(part.header_offset for part in archive.infolist())
    return first > 0 or len(data) != data.rfind(_END) + _END_SIZE


def _xml(archive: zipfile.ZipFile, name: str):
    """The root of one XML part. Entities and document types are refused."""
    if archive.getinfo(name).file_size > MAX_XML:
        raise BadFile(_BOMB)
    try:
        return fromstring(archive.read(name), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise BadFile(_DAMAGED) from None


def _check_links(relationships) -> None:
    """No part fetched from elsewhere when the document is opened."""
    for link in relationships:
        if link.get("TargetMode") == "External" and _REMOTE.search(link.get("Type", "")):
            raise BadFile("文件会从外部地址取模板或对象。请断开外部链接后再上传。")
