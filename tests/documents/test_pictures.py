"""Photographs are stored anew."""

from io import BytesIO

import pytest
from PIL import Image

from longting.documents.pictures import renew
from longting.documents.refusal import BadFile
from tests.documents.files import HTML, jpg, png, png_of_size


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def saved(mode: str, form: str = "PNG", **options) -> bytes:
    out = BytesIO()
    Image.new(mode, (20, 10)).save(out, form, **options)
    return out.getvalue()


def test_the_place_and_the_comment_do_not_survive():
    fresh = renew(jpg(), "jpg")
    assert (opened(jpg()).getexif() == {}, opened(fresh).getexif() == {}) == (False, True)
    assert b"<script>" in jpg()
    assert b"<script>" not in fresh
    assert {"exif", "comment", "icc_profile"} & set(opened(fresh).info) == set()


def test_what_hangs_behind_a_picture_does_not_survive():
    assert HTML not in renew(jpg() + HTML, "jpg")
    assert HTML not in renew(png() + HTML, "png")


def test_a_picture_taken_sideways_is_set_upright():
    fresh = opened(renew(jpg(orientation=6), "jpg"))
    assert fresh.size == (30, 40)
    red, green, blue = fresh.getpixel((15, 5))
    assert blue > red


@pytest.mark.parametrize(
    ("kind", "data", "mode"),
    [
        ("jpg", saved("L", "JPEG"), "L"),
        ("jpg", saved("CMYK", "JPEG"), "RGB"),
        ("png", saved("1"), "L"),
        ("png", saved("I;16"), "L"),
        ("png", saved("P"), "RGB"),
        ("png", saved("P", transparency=0), "RGBA"),
        ("png", saved("RGBA"), "RGBA"),
        ("png", saved("LA"), "RGBA"),
    ],
)
def test_every_way_of_colouring_is_read(kind, data, mode):
    assert opened(renew(data, kind)).mode == mode


@pytest.mark.parametrize("size", [(20_000, 20_000), (8_001, 8_001), (100_000, 1), (2_000_000_000, 2_000_000_000)])
def test_a_picture_too_large_is_refused_by_its_header(size):
    with pytest.raises(BadFile, match="图片尺寸太大：不能超过 6400 万像素、边长 16000 像素"):
        renew(png_of_size(*size), "png")


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", jpg()[:-200], png()[:40], png()], ids=range(5))
def test_a_broken_picture_or_one_of_another_kind_is_refused(data):
    with pytest.raises(BadFile, match="图片打不开"):
        renew(data, "jpg")


def test_a_broken_drawing_is_refused():
    with pytest.raises(BadFile, match="图片打不开"):
        renew(png()[:60], "png")
