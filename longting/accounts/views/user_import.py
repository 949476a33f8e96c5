"""Accounts from a workbook: template, upload, every problem of every row, confirmation."""

import io

from django.http import FileResponse
from django.shortcuts import render
from django.urls import reverse

from longting.accounts.forms.people import ConfirmForm, UploadForm
from longting.accounts.intake import COLUMNS, check_people, read_people
from longting.accounts.roles import Role
from longting.accounts.services.intake import import_users
from longting.accounts.views.users import password_page
from longting.common import clock
from longting.common.columns import cells, heading_rows
from longting.common.errors import Refused
from longting.common.sheets.reader import UnreadableWorkbook, read_workbook
from longting.common.xlsx import LedgerSheet, write_ledger

BLANK_ROWS = 50


def user_template(request):
    """The empty workbook to fill in."""
    sheet = LedgerSheet(
        columns=COLUMNS,
        filler_line="",
        unit_line="",
        sheet_name="人员名册",
        paper="A4",
        footer_lines=(),
        choices={"role": [role.label for role in Role]},
        blank_rows=BLANK_ROWS,
    )
    out = io.BytesIO()
    write_ledger(sheet, [], out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename="人员名册模板.xlsx")


def user_import(request):
    """Upload, then what each row would do; nothing is written here."""
    form = UploadForm.of(request, initial={"starts": clock.today()})
    if form.ready:
        people = form.run(_read, form.cleaned_data["file"])
        if people is not None:
            return _preview(request, people, form.cleaned_data["starts"])
    return render(request, "accounts/user_import.html", {"form": form, "errors": []}, status=form.status)


def user_import_commit(request):
    """Write the rows that the preview showed as good, all of them or none; the passwords are shown once."""
    form = ConfirmForm.of(request)
    if form.ready:
        words = {"starts": form.cleaned_data["starts"], "now": clock.now(), "actor": request.user}
        issued = form.run(import_users, form.cleaned_data["people"], **words)
        if issued is not None:
            return password_page(request, issued)
    upload = UploadForm(initial={"starts": clock.today()})
    context = {"form": upload, "errors": [text for texts in form.errors.values() for text in texts]}
    return render(request, "accounts/user_import.html", context, status=form.status)


def _read(file):
    try:
        return read_people(read_workbook(file.read(), filename=file.name))
    except UnreadableWorkbook as error:
        raise Refused(error.message, field="file") from error


def _preview(request, people, starts):
    rows = check_people(people)
    good = [row.person for row in rows if not row.problems]
    head = heading_rows(COLUMNS)
    head[0] = [{"text": "行", "css": "n"}, *head[0], {"text": "核对结果", "css": "w"}]
    context = {
        "head": head,
        "rows": [_row(row) for row in rows],
        "good": len(good),
        "bad": len(rows) - len(good),
        "form": ConfirmForm.offer(good, starts) if good else None,
        "upload_url": reverse("accounts:user-import"),
    }
    return render(request, "accounts/user_import_preview.html", context)


def _row(checked) -> dict:
    """One row of the workbook with everything found in it."""
    person = checked.person
    verdict = {"text": "", "label": "核对结果", "css": "bad", "more": {"message": " ".join(checked.problems)}}
    if not checked.problems:
        verdict = {"text": "可以导入", "label": "核对结果"}
    return {"cells": [{"text": person.row, "css": "n", "label": "行"}, *cells(COLUMNS, person), verdict]}
