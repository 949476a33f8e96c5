"""Asking the pages of imports as a browser does."""

from django.core.files.uploadedfile import SimpleUploadedFile

from ledgers.models import ImportBatch

LIST, NEW, TEMPLATE = "/ledgers/imports/", "/ledgers/imports/new/", "/ledgers/imports/template/annual_list/"
ACTS = ("check", "resolve", "commit", "discard")
VIEWS = ("", "progress/", "marked/")


def url(batch: ImportBatch, part: str = "") -> str:
    """An address of this import: "" is its page."""
    return f"{LIST}{batch.public_id}/{part}"


def send_file(client, data: bytes, *, name: str = "名单.xlsx", **fields):
    """A workbook sent through the upload form."""
    file = SimpleUploadedFile(name, data)
    return client.post(NEW, {"kind": "annual_list", "file": file} | fields)


def act(client, batch: ImportBatch, name: str, data=None, **fields):
    """An act sent as the page of `batch` sends it; `data` for names with a dash."""
    return client.post(url(batch, f"{name}/"), {"version": batch.version} | (data or {}) | fields)


def at(batch: ImportBatch, number: int, field: str, sort: str = "d") -> str:
    """The name of the input at a cell: `d` a choice, `t` a typed text."""
    return f"{sort}-{batch.rows.get(row=number).pk}-{field}"


def lines(answer) -> dict[int, dict]:
    """The rows of the table by their number."""
    return {line["number"]: line for line in answer.context["card"]["rows"]}


def cell(answer, number: int, label: str) -> dict:
    """One cell of the table by the row's number and the beginning of its heading."""
    return next(one for one in lines(answer)[number]["cells"] if one["label"].startswith(label))


def words(answer) -> list[str]:
    """The messages that the next page shows."""
    return [str(message) for message in answer.context["messages"]]
