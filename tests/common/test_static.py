"""What a browser gets as it is: vendored files, our style sheet, the sprite, small scripts, the templates' markup."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
SHEET = STATIC / "css" / "longting.css"
SPRITE = STATIC / "icons" / "icons.svg"

#: Style newer than Chromium 86, which offices still run (name, first Chromium that reads it).
TOO_NEW = {
    ":has(": 105, ":is(": 88, ":where(": 88, "@container": 105, "@layer": 99, "color-mix(": 111, "oklch(": 111,
    "light-dark(": 123, "aspect-ratio": 88, "inset:": 87, "accent-color": 93, "dvh": 108, "&": 112, "subgrid": 117,
}  # fmt: skip
NOT_IN_SCRIPTS = [
    *(".at(", ".replaceAll(", "structuredClone", "Object.hasOwn", "??=", "||=", "&&=", ".findLast"),  # too new
    *("eval(", "new Function", "document.write", "console."),  # against the content policy, or left over
]
PUTS_HTML = re.compile("innerHTML|outerHTML|insertAdjacentHTML")
STATIC_TAG = re.compile(r"""{% (?:static ['"]|get_static_prefix %})([^'"]+)["']""")
INLINE = {
    "style": re.compile(r"<[a-z][^>{]*\sstyle=", re.I),
    "handler": re.compile(r"<[a-z][^>{]*\son[a-z]+=", re.I),
    "script": re.compile(r"<script(?![^>]*\ssrc=)", re.I),
    "style sheet": re.compile(r"<style", re.I),
    "other site": re.compile(r"(?:src|href)=[\"'](?:https?:)?//", re.I),
    "unescaped": re.compile(r"\|\s*safe\b|autoescape off|mark_safe"),
}


def rules() -> str:
    return re.sub(r"/\*.*?\*/", "", SHEET.read_text(), flags=re.S)


def scripts() -> list[Path]:
    return sorted((STATIC / "js").glob("*.js"))


def templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def relative(path: Path) -> str:
    return path.relative_to(settings.BASE_DIR).as_posix()


def markup(path: Path) -> str:
    return re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.S)


def manifest() -> list[dict]:
    return json.loads((STATIC / "vendor" / "MANIFEST.json").read_text())["files"]


@pytest.mark.parametrize("entry", manifest(), ids=lambda entry: entry["path"])
def test_a_vendored_file_is_the_one_the_manifest_names(entry):
    digest = hashlib.sha256((STATIC / entry["path"]).read_bytes()).hexdigest()

    assert digest == entry["sha256"]


def test_every_vendored_file_has_a_version_and_a_licence_in_the_manifest():
    described = {"vendor/MANIFEST.json", "vendor/tabler/VERSIONS.txt"}
    files = {path.relative_to(STATIC).as_posix() for path in (STATIC / "vendor").rglob("*") if path.is_file()}

    assert {entry["path"] for entry in manifest()} == (files - described) | {"icons/icons.svg"}
    assert {entry["licence"] for entry in manifest()} <= {"MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD"}


def test_a_vendored_style_sheet_asks_for_no_other_file():
    sheet = (STATIC / "vendor" / "tabler" / "tabler.min.css").read_text()

    assert "sourceMappingURL" not in sheet
    assert re.findall(r"url\((?![\"']?(?:data:|#))", sheet) == []


@pytest.mark.parametrize("word", TOO_NEW)
def test_the_style_sheet_is_read_by_an_old_office_browser(word):
    assert word not in rules()


def test_the_style_sheet_writes_colours_as_hex_only():
    assert re.findall(r"\b(?:rgb|rgba|hsl|hsla|lab|lch)\(", rules()) == []


def test_the_style_sheet_asks_for_no_other_file():
    assert re.findall(r"url\(|@import|@font-face", rules()) == []


@pytest.mark.parametrize("path", scripts(), ids=relative)
def test_a_script_is_small_quiet_and_read_by_an_old_office_browser(path):
    text = path.read_text()

    assert len(text.splitlines()) <= 120
    assert [word for word in NOT_IN_SCRIPTS if word in text] == []


def test_only_scripts_that_ask_this_site_put_html_into_a_page():
    """The answer of Article 8 and the progress of a job, both drawn by our own templates."""
    assert [path.name for path in scripts() if PUTS_HTML.search(path.read_text())] == ["judge.js", "poll.js"]


def test_the_sprite_carries_its_own_colours_because_page_styles_do_not_reach_into_it():
    text = SPRITE.read_text()

    assert re.findall(r"\s(?:class|style)=", text) == []
    for colour in ("#2b9150", "#1d7fd0", "#e0a000", "#c7242a", "#4b5867"):
        assert f'"{colour}"' in text


def test_no_symbol_stands_twice_in_the_sprite():
    symbols = re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text())

    assert len(symbols) == len(set(symbols))


def test_the_sprite_has_every_icon_that_the_templates_name():
    symbols = set(re.findall(r'<symbol id="i-([^"]+)"', SPRITE.read_text()))
    named = {name for path in templates() for name in re.findall(r"""{% icon ["']([^"']+)["'] %}""", path.read_text())}

    assert named - symbols == set()


def test_every_static_file_that_the_templates_name_exists():
    named = {name for path in templates() for name in STATIC_TAG.findall(path.read_text())}

    assert [name for name in sorted(named) if not (STATIC / name).is_file()] == []


@pytest.mark.parametrize("what", INLINE)
def test_no_template_needs_more_than_the_content_policy_allows(what):
    assert [relative(path) for path in templates() if INLINE[what].search(markup(path))] == []


def test_no_template_is_longer_than_its_budget():
    assert [relative(path) for path in templates() if len(path.read_text().splitlines()) > 120] == []


def test_every_part_is_included_with_only_what_it_names():
    included = [
        (relative(path), tag)
        for path in templates()
        for tag in re.findall(r"{% include [^%]+%}", markup(path))
        if not tag.endswith(" only %}")
    ]

    assert included == []


def test_every_part_begins_by_explaining_its_parameters():
    parts = [path for path in (TEMPLATES / "ui").glob("*.html") if "{% extends" not in path.read_text()]

    assert [relative(path) for path in sorted(parts) if not path.read_text().startswith("{% comment %}")] == []


def test_saving_what_is_typed_counts_as_work():
    script = {name: (STATIC / "js" / name).read_text() for name in ("autosave.js", "poll.js")}
    assert {name: "X-Background" in text for name, text in script.items()} == {"autosave.js": False, "poll.js": True}


def test_a_long_list_prints_whole_on_its_first_page():
    sheet = SHEET.read_text()
    paper = sheet[sheet.index("@media print") :]
    assert "break-inside: avoid" not in paper.split(".card {")[1].split("}")[0]
    assert ".lt-scroll { overflow: visible; }" in paper
