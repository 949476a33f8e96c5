"""Workbooks for tests: honest ones by openpyxl (writing only), hostile ones part by part."""

import io
import zipfile
from collections.abc import Iterable, Mapping

import openpyxl

from longting.common.sheets.reader import UnreadableWorkbook, read_workbook

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def refusal(source, filename: str = "名单.xlsx") -> tuple[str, str]:
    """Code and message with which a file is refused."""
    try:
        read_workbook(source, filename=filename)
    except UnreadableWorkbook as refused:
        return refused.code, refused.message
    raise AssertionError("the file was read")


def book(rows: Iterable[Iterable], *, title: str = "名单", merges: Iterable[str] = ()) -> bytes:
    """One sheet with these rows from A1 on."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def parts(sheet_data: str, *, before: str = "", after: str = "", styles: str = "") -> dict[str, str]:
    """The parts of a one-sheet .xlsx around this content of `<sheetData>`."""
    made = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/></Types>',
        "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'{HEAD}<worksheet xmlns="{SPREADSHEET}">'
        f"{before}<sheetData>{sheet_data}</sheetData>{after}</worksheet>",
    }
    if styles:
        made["xl/styles.xml"] = f'{HEAD}<styleSheet xmlns="{SPREADSHEET}">{styles}</styleSheet>'
    return made


def _relations(kind: str, target: str) -> str:
    relation = f'<Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="{target}"/>'
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{relation}</Relationships>'


def zipped(made: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return out.getvalue()


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def number_cell(place: str, number: object) -> str:
    return f'<c r="{place}"><v>{number}</v></c>'


def ods(rows: str, *, manifest: str = "", before: str = "") -> bytes:
    """An .ods book around these `<table:table-row>` elements."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    table = f'<table:table table:name="名单">{rows}</table:table>'
    content = (
        f"{HEAD}{before}<office:document-content {spaces}><office:body><office:spreadsheet>{table}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest or '<m:manifest xmlns:m="urn:x"/>',
        }
    )
