"""Honest files of every accepted type, and the means to make bad ones of them."""

import zipfile
from functools import cache
from io import BytesIO

from docx import Document
from openpyxl import Workbook
from PIL import Image
from PIL.ExifTags import GPS, Base

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"xref\n0 3\n0000000000 65535 f \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n109\n%%EOF\n"
)
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 200
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600
PHP = b"<?php system($_GET['c']); ?>"
JS = b"alert(document.cookie)"


@cache
def docx() -> bytes:
    document, out = Document(), BytesIO()
    document.add_paragraph("用地预审意见")
    document.save(out)
    return out.getvalue()


@cache
def xlsx() -> bytes:
    book, out = Workbook(), BytesIO()
    book.active["A1"] = "投资构成"
    book.save(out)
    return out.getvalue()


@cache
def ofd() -> bytes:
    root = '<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.1"/>'
    return packed({"OFD.xml": root, "Doc_0/Document.xml": "<ofd/>"})


@cache
def jpg(size=(40, 30), orientation: int = 1) -> bytes:
    """A photograph with the place it was taken in its EXIF data."""
    picture, out = Image.new("RGB", size, (200, 40, 40)), BytesIO()
    picture.paste((20, 20, 220), (0, 0, size[0] // 2, size[1]))
    exif = picture.getexif()
    exif[Base.Orientation] = orientation
    exif.get_ifd(Base.GPSInfo)[GPS.GPSLatitude] = (34.0, 47.0, 31.5)
    picture.save(out, "JPEG", exif=exif, comment=b"<script>alert(1)</script>")
    return out.getvalue()


@cache
def png(size=(40, 30), mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, "PNG")
    return out.getvalue()


def packed(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of `parts`."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(data: bytes, **changes) -> bytes:
    """The archive with parts added or changed; a callable gets the old content."""
    parts = parts_of(data)
    for name, content in changes.items():
        parts[name] = content(parts[name]) if callable(content) else content
    return packed(parts)


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose header says it is that large, whatever is inside."""
    data = bytearray(png())
    data[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    data[29:33] = _crc(bytes(data[12:29]))
    return bytes(data)


def _crc(chunk: bytes) -> bytes:
    return (zipfile.crc32(chunk) & 0xFFFFFFFF).to_bytes(4, "big")
