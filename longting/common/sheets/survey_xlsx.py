"""The survey of an .xlsx book: every part is looked at, sheets are streamed cell by cell. Runs in the child only."""

import posixpath
import re
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from longting.common.sheets.refusals import Refusal
from longting.common.sheets.survey import Extent, Facts, Stop, parse, place_of

_UNIT = re.compile("亿元|万元|亿|万|元")
_SCALED = re.compile(r'[0#?](?:"[^"]*"|\\.)*,(?![0#?])|[0#]!|\\\.')
"""A comma after the last digit shows thousands; `0!.0` or `0\\.0` draws a point that is not there."""

_MEDIA = "xl/media/"
"""Pictures; a drawing may rightly carry a document type, and nobody reads it here."""


def survey_xlsx(archive: zipfile.ZipFile) -> dict[str, Facts]:
    """Facts by sheet name.

    Raises:
        Refusal: when a limit is passed, a DTD stands in any part, or a part is no XML.
    """
    book, parts = _Book(), {}
    roots = {name: _root_of(archive, name) for name in archive.namelist() if not name.startswith(_MEDIA)}
    units: dict[str, str] = {}
    for name, root in roots.items():
        if root == "stylesheet":
            units |= _styles(archive, name)
    for name, root in roots.items():
        if root == "worksheet":
            sheet = _Sheet(units)
            _stream(archive, name, sheet.start, sheet.end, sheet.text)
            parts[name.lower()] = sheet.facts
        elif root == "workbook":
            _stream(archive, name, book.add_sheet)
        elif root == "relationships" and "workbook.xml" in name:
            _stream(archive, name, book.add_target)
    return {name: parts.get(part, Facts()) for name, part in book.parts().items()}


def _root_of(archive: zipfile.ZipFile, name: str) -> str:
    """Local name of a part's root element in lower case; "" for a part that is no XML (pictures, printer settings)."""
    found: list[str] = []

    def start(local: str, _attributes: dict) -> None:
        found.append(local.lower())
        raise Stop

    try:
        _stream(archive, name, start)
    except expat.ExpatError as error:
        if name.lower().endswith((".xml", ".rels")):
            raise Refusal("damaged") from error
    return found[0] if found else ""


def _stream(archive: zipfile.ZipFile, name: str, start: Callable, end=None, text=None) -> None:
    with archive.open(name) as part:
        parse(part.read, start, end, text)


class _Book:
    """Which part holds which sheet."""

    def __init__(self) -> None:
        self._sheets: list[tuple[str, str]] = []
        self._targets: dict[str, str] = {}

    def add_sheet(self, local: str, attributes: dict) -> None:
        if local == "sheet":
            relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            self._sheets.append((attributes.get("name", ""), relation))

    def add_target(self, local: str, attributes: dict) -> None:
        if local == "Relationship":
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
        self._row = 0
        self._column = 0
        self._type = ""
        self._style = ""
        self._wanted = False
        self._stored: list[str] | None = None

    def start(self, local: str, attributes: dict) -> None:
        if local == "c":
            self._open_cell(attributes)
        elif local in ("v", "is"):
            self._extent.add(self._row, self._column)
            self._stored = [] if self._wanted else None
            if self._style in self._units and self._type in ("", "n"):
                self.facts.units[self._row, self._column] = self._units[self._style]
        elif local == "f":
            self._extent.add(self._row, self._column)
            self.facts.formulas.add((self._row, self._column))
            self.facts.unvalued.add((self._row, self._column))
            self._wanted = True
        elif local == "row":
            self._open_row(attributes)
        elif local == "mergeCell":
            self._extent.add_merge()

    def end(self, local: str) -> None:
        if local == "v" and self._stored is not None:
            self._close_value("".join(self._stored))
            self._stored = None

    def text(self, data: str) -> None:
        if self._stored is not None:
            self._stored.append(data)

    def _open_row(self, attributes: dict) -> None:
        number = attributes.get("r")
        self._row = int(number) if number else self._row + 1
        self._column = 0
        if attributes.get("hidden") in ("1", "true"):
            self.facts.hidden_rows.add(self._row)

    def _open_cell(self, attributes: dict) -> None:
        reference = attributes.get("r")
        if reference:
            self._row, self._column = place_of(reference)
        else:
            self._column += 1
        self._type = attributes.get("t", "")
        self._style = attributes.get("s", "0")
        self._wanted = self._type == "e"
        self._stored = None

    def _close_value(self, value: str) -> None:
        place = (self._row, self._column)
        if value or self._type == "str":
            self.facts.unvalued.discard(place)
        if self._type == "e":
            self.facts.errors[place] = value or "#错误"


def _styles(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Style number → the unit its number format shows, for formats that show one."""
    codes: dict[str, str] = {}
    formats: list[str] = []
    inside: list[str] = []

    def start(local: str, attributes: dict) -> None:
        if local == "cellXfs":
            inside.append(local)
        elif local == "numFmt" and not inside:
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local == "xf" and inside:
            formats.append(attributes.get("numFmtId", ""))

    def end(local: str) -> None:
        if local == "cellXfs":
            inside.clear()

    _stream(archive, name, start, end)
    found = {str(index): unit_of_format(codes.get(number, "")) for index, number in enumerate(formats)}
    return {index: unit for index, unit in found.items() if unit}


def unit_of_format(code: str) -> str:
    """The unit a number format shows (`#,##0"万元"` → 万元), `?` when it also scales the number, else ""."""
    match = _UNIT.search(code)
    if match is None:
        return ""
    return "?" if _SCALED.search(code) else match[0]
