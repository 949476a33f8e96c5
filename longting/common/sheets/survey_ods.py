"""The survey of an .ods book: its one content part, with repeated rows and columns counted as often as they stand for.

Runs in the child only.
"""

import zipfile
from xml.parsers import expat

from longting.common.sheets.refusals import Refusal
from longting.common.sheets.survey import Extent, Facts, parse

_CELLS = ("table-cell", "covered-table-cell")


def survey_ods(archive: zipfile.ZipFile) -> dict[str, Facts]:
    """Facts by sheet name, merges included (the value parser does not give them for this format).

    Raises:
        Refusal: when a limit is passed, the book has a password, a DTD stands in it, or it is no XML.
    """
    if "META-INF/manifest.xml" in archive.namelist():
        _stream(archive, "META-INF/manifest.xml", _refuse_encryption)
    content = _Content()
    _stream(archive, "content.xml", content.start, content.end)
    return content.sheets


def _stream(archive: zipfile.ZipFile, name: str, start, end=None) -> None:
    try:
        with archive.open(name) as part:
            parse(part.read, start, end)
    except expat.ExpatError as error:
        raise Refusal("damaged") from error


def _refuse_encryption(local: str, _attributes: dict) -> None:
    if local == "encryption-data":
        raise Refusal("encrypted")


class _Content:
    """Handlers of the content part."""

    def __init__(self) -> None:
        self.sheets: dict[str, Facts] = {}
        self._extent = Extent()
        self._facts = Facts()
        self._row = self._column = 1
        self._rows = self._columns = 1
        self._filled = False

    def start(self, local: str, attributes: dict) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if local == "table":
            self._facts = self.sheets.setdefault(plain.get("name", ""), Facts())
            self._extent, self._row = Extent(), 1
        elif local == "table-row":
            self._open_row(plain)
        elif local in _CELLS:
            self._open_cell(plain)
        elif local == "p":
            self._filled = True

    def end(self, local: str) -> None:
        if local in _CELLS:
            if self._filled:
                self._extent.add(self._row, self._column, self._rows, self._columns)
            self._column += self._columns
        elif local == "table-row":
            self._row += self._rows

    def _open_row(self, plain: dict[str, str]) -> None:
        self._rows, self._column = int(plain.get("number-rows-repeated", "1")), 1
        if plain.get("visibility") in ("collapse", "filter") and self._rows < 100:
            self._facts.hidden_rows.update(range(self._row, self._row + self._rows))

    def _open_cell(self, plain: dict[str, str]) -> None:
        place = (self._row, self._column)
        self._columns = int(plain.get("number-columns-repeated", "1"))
        self._filled = "value-type" in plain
        if "formula" in plain:
            self._facts.formulas.add(place)
        if plain.get("value-type") == "error":
            self._facts.errors[place] = "#错误"
        down, across = int(plain.get("number-rows-spanned", "1")), int(plain.get("number-columns-spanned", "1"))
        if down > 1 or across > 1:
            self._extent.add_merge()
            self._facts.merges.append((self._row, self._column, self._row + down - 1, self._column + across - 1))
