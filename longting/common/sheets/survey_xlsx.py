"""The survey of an .xlsx book: every part is looked at, sheets are streamed cell by cell. Runs in the child only."""

import posixpath
import re
import zipfile
from xml.parsers import expat

from longting.common.sheets.refusals import Refusal
from longting.common.sheets.survey import Extent, Facts, Handler, Stop, parse, place_of

_MEDIA = "xl/media/"
"""Pictures; a drawing may rightly carry a document type, and nobody reads it here."""
_UNIT = re.compile("亿元|万元|亿|万|元")
_SCALED = re.compile(r'[0#?](?:"[^"]*"|\\.)*,(?![0#?])|[0#]!|\\\.')
"""A comma after the last digit shows thousands; `0!.0` or `0\\.0` draws a point that is not there."""


def survey_xlsx(archive: zipfile.ZipFile) -> dict[str, Facts]:
    """Facts by sheet name.

    Raises:
        Refusal: when a limit is passed, a DTD stands in any part, or a part is no XML.
    """
    book, units = _Book(), {}
    parts: dict[str, Facts] = {}
    roots = {name: _root_of(archive, name) for name in archive.namelist() if not name.startswith(_MEDIA)}
    for name in _named(roots, "stylesheet"):
        units |= _styles(archive, name)
    for name in _named(roots, "worksheet"):
        sheet = _Sheet(units)
        _stream(archive, name, sheet.starts, bind=sheet.bind)
        parts[name.lower()] = sheet.facts
    for name in _named(roots, "workbook"):
        _stream(archive, name, {"sheet": book.add_sheet})
    for name in _named(roots, "relationships"):
        if "workbook.xml" in name:
            _stream(archive, name, {"Relationship": book.add_target})
    return {name: parts.get(part, Facts()) for name, part in book.parts().items()}


def _named(roots: dict[str, str], root: str) -> list[str]:
    return [name for name, found in roots.items() if found == root]


def _root_of(archive: zipfile.ZipFile, name: str) -> str:
    """Local name of a part's root element in lower case; "" for a part that is no XML (printer settings)."""
    found: list[str] = []

    def note_root(qualified: str, _attributes: dict[str, str]) -> None:
        found.append(qualified.rpartition(":")[2].lower())
        raise Stop

    def bind(parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = note_root

    try:
        _stream(archive, name, {}, bind=bind)
    except expat.ExpatError as error:
        if name.lower().endswith((".xml", ".rels")):
            raise Refusal("damaged") from error
    return found[0] if found else ""


def _stream(archive: zipfile.ZipFile, name: str, starts: dict[str, Handler], ends=None, bind=None) -> None:
    with archive.open(name) as part:
        parse(part.read, starts, ends, bind)


class _Book:
    """Which part holds which sheet."""

    def __init__(self) -> None:
        self._sheets: list[tuple[str, str]] = []
        self._targets: dict[str, str] = {}

    def add_sheet(self, attributes: dict[str, str]) -> None:
        relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
        self._sheets.append((attributes.get("name", ""), relation))

    def add_target(self, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "").replace("\\", "/")
        path = target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        self._targets[attributes.get("Id", "")] = path.lower()

    def parts(self) -> dict[str, str]:
        return {name: self._targets.get(relation, "") for name, relation in self._sheets}


class _Sheet:
    """Handlers of one worksheet part."""

    def __init__(self, units: dict[str, str]):
        self.facts = Facts()
        self._extent = Extent()
        self._units = units
        self._place = (0, 0)
        self._type = ""
        self._style = ""
        self._wanted = False
        self._stored: list[str] = []

    @property
    def starts(self) -> dict[str, Handler]:
        return {
            "c": self._open_cell,
            "v": self._open_value,
            "is": self._open_value,
            "f": self._open_formula,
            "row": self._open_row,
            "mergeCell": self._open_merge,
        }

    def bind(self, parser: expat.XMLParserType) -> None:
        self._parser = parser

    def _open_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        row = int(number) if number else self._place[0] + 1
        self._place = (row, 0)
        if attributes.get("hidden") in ("1", "true"):
            self.facts.hidden_rows.add(row)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._place = place_of(reference) if reference else (self._place[0], self._place[1] + 1)
        self._type = attributes.get("t", "")
        self._style = attributes.get("s", "0")
        self._wanted = self._type == "e"

    def _open_formula(self, _attributes: dict[str, str]) -> None:
        self._extent.add(*self._place)
        self.facts.formulas.add(self._place)
        self.facts.unvalued.add(self._place)
        self._wanted = True

    def _open_value(self, _attributes: dict[str, str]) -> None:
        self._extent.add(*self._place)
        if self._style in self._units and self._type in ("", "n"):
            self.facts.units[self._place] = self._units[self._style]
        if self._wanted:
            self._stored = []
            self._parser.CharacterDataHandler = self._stored.append
            self._parser.EndElementHandler = self._close_value

    def _close_value(self, _name: str) -> None:
        self._parser.CharacterDataHandler = self._parser.EndElementHandler = None
        value = "".join(self._stored)
        if value or self._type == "str":
            self.facts.unvalued.discard(self._place)
        if self._type == "e":
            self.facts.errors[self._place] = value or "#错误"

    def _open_merge(self, _attributes: dict[str, str]) -> None:
        self._extent.add_merge()


def _styles(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Style number → the unit its number format shows, for formats that show one."""
    codes: dict[str, str] = {}
    formats: list[str] = []
    inside: list[bool] = []

    def add_format(attributes: dict[str, str]) -> None:
        codes.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))

    def add_style(attributes: dict[str, str]) -> None:
        if inside:
            formats.append(attributes.get("numFmtId", ""))

    starts = {"numFmt": add_format, "cellXfs": lambda _attributes: inside.append(True), "xf": add_style}
    _stream(archive, name, starts, {"cellXfs": inside.clear})
    found = {str(index): unit_of_format(codes.get(number, "")) for index, number in enumerate(formats)}
    return {index: unit for index, unit in found.items() if unit}


def unit_of_format(code: str) -> str:
    """The unit a number format shows (`#,##0"万元"` → 万元), `?` when it also scales the number, else ""."""
    match = _UNIT.search(code)
    if match is None:
        return ""
    return "?" if _SCALED.search(code) else match[0]
