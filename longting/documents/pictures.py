"""Photographs are decoded and stored anew: no place data, no hidden passengers, upright. No Django."""

import zlib
from io import BytesIO
from struct import error as StructError

from PIL import Image, ImageOps

from longting.documents.refusal import BadFile

#: 8000 × 8000; the cameras of today's telephones stay below. Checked on the header, before anything is decoded.
MAX_PIXELS = 64_000_000
MAX_SIDE = 16_000
QUALITY = 90
FORMATS = {"jpg": "JPEG", "png": "PNG"}

Image.MAX_IMAGE_PIXELS = MAX_PIXELS

_BROKEN = (OSError, SyntaxError, ValueError, StructError, zlib.error, EOFError, IndexError, TypeError)


def renew(data: bytes, kind: str) -> bytes:
    """The picture of `kind` ("jpg" or "png") encoded anew. Raises BadFile when it is too large or cannot be read."""
    try:
        picture = Image.open(BytesIO(data), formats=[FORMATS[kind]])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadFile(_too_large()) from None
    except _BROKEN:
        raise BadFile("图片打不开，可能没有传完或已损坏。请重新导出或拍照。") from None
    width, height = picture.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise BadFile(_too_large())
    try:
        return _encoded(ImageOps.exif_transpose(picture), FORMATS[kind])
    except _BROKEN:
        raise BadFile("图片打不开，可能没有传完或已损坏。请重新导出或拍照。") from None


def _encoded(picture: Image.Image, form: str) -> bytes:
    clean = picture.convert(_mode(picture, form))
    clean.info.clear()  # place, device, comments and colour profile stay behind
    out = BytesIO()
    if form == "JPEG":
        clean.save(out, form, quality=QUALITY, optimize=True)
    else:
        clean.save(out, form)
    return out.getvalue()


def _mode(picture: Image.Image, form: str) -> str:
    if picture.mode in ("1", "L", "F") or picture.mode.startswith("I"):
        return "L"
    return "RGBA" if form == "PNG" and picture.has_transparency_data else "RGB"


def _too_large() -> str:
    return f"图片尺寸太大：不能超过 {MAX_PIXELS // 10_000} 万像素、边长 {MAX_SIDE} 像素。请缩小后再上传。"
