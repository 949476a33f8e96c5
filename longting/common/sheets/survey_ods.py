"""The survey of an .ods book: its one content part, with repeated rows and columns counted as often as they stand for.

Runs in the child only.
"""

import zipfile
from collections.abc import Callable
from xml.parsers import expat

from longting.common.sheets.refusals import Refusal
from longting.common.sheets.survey import Extent, Facts, Handler, parse


def survey_ods(archive: zipfile.ZipFile) -> dict[str, Facts]:
    """Facts by sheet name, merges included (the value parser does not give them for this format).

    Raises:
        Refusal: when a limit is passed, the book has a password, a DTD stands in it, or it is no XML.
    """
    if "META-INF/manifest.xml" in archive.namelist():
        _stream(archive, "META-INF/manifest.xml", {"encryption-data": _refuse_encryption})
    content = _Content()
    _stream(archive, "content.xml", content.starts, content.ends)
    return content.sheets


def _stream(archive: zipfile.ZipFile, name: str, starts: dict[str, Handler], ends: dict | None = None) -> None:
    try:
        with archive.open(name) as part:
            parse(part.read, starts, ends)
    except expat.ExpatError as error:
        raise Refusal("damaged") from error


def _refuse_encryption(_attributes: dict[str, str]) -> None:
    raise Refusal("encrypted")


class _Content:
    """Handlers of the content part."""

    def __init__(self) -> None:
        self.sheets: dict[str, Facts] = {}
        self._extent = Extent()
        self._facts = Facts()
        self._row = self._column = 1
        self._rows = self._columns = 1
        self._filled = self._hidden = False

    @property
    def starts(self) -> dict[str, Handler]:
        return {
            "table": self._open_sheet,
            "table-row": self._open_row,
            "table-cell": self._open_cell,
            "covered-table-cell": self._open_cell,
            "p": self._note_text,
        }

    @property
    def ends(self) -> dict[str, Callable[[], None]]:
        return {
            "table-row": self._close_row,
            "table-cell": self._close_cell,
            "covered-table-cell": self._close_cell,
        }

    def _open_sheet(self, attributes: dict[str, str]) -> None:
        self._facts = self.sheets.setdefault(_plain(attributes).get("name", ""), Facts())
        self._extent, self._row = Extent(), 1

    def _note_text(self, _attributes: dict[str, str]) -> None:
        self._filled = True

    def _open_row(self, attributes: dict[str, str]) -> None:
        plain = _plain(attributes)
        self._rows, self._column = int(plain.get("number-rows-repeated", "1")), 1
        self._hidden = plain.get("visibility") in ("collapse", "filter")

    def _close_row(self) -> None:
        self._row += self._rows

    def _close_cell(self) -> None:
        if self._filled:
            self._extent.add(self._row, self._column, self._rows, self._columns)
            if self._hidden:
                self._facts.hidden_rows.update(range(self._row, self._row + self._rows))
        self._filled = False
        self._column += self._columns

    def _open_cell(self, attributes: dict[str, str]) -> None:
        plain = _plain(attributes)
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


def _plain(attributes: dict[str, str]) -> dict[str, str]:
    """Attributes by local name."""
    return {key.rpartition(":")[2]: value for key, value in attributes.items()}
