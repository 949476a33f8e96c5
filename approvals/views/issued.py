"""The issued list: its page, its official workbook, its paper. Everything from the snapshot, nothing from live rows."""

import tempfile

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render

from approvals.pages.issued import issued_page
from approvals.papers.issued import paper_of
from approvals.services.lists import record_taking
from longting.documents.models import IssuedDocument
from longting.documents.word import write_paper
from projects.enums import ListState
from projects.issued import KIND, issued_of, read, write_issued
from projects.models import AnnualList

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def issued_detail(request, year, batch):
    """The list as it was issued, with its revisions and whether its seal holds."""
    document = _issued_or_404(year, batch)
    versions = IssuedDocument.objects.versions(KIND, document.key)
    context = issued_page(document, versions, is_full=request.GET.get("columns") == "all")
    return render(request, "approvals/issued_detail.html", context | {"year": year, "batch": batch})


def issued_workbook(request, year, batch):
    """The official workbook."""
    document = _issued_or_404(year, batch)
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_issued(read(document), document.sha256, out)
    return _taken(request, document, out, "Excel 工作簿", "xlsx", XLSX)


def issued_paper(request, year, batch):
    """The paper in the form of GB/T 9704."""
    document = _issued_or_404(year, batch)
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_paper(paper_of(read(document), document.check_code), out)
    return _taken(request, document, out, "Word 公文", "docx", DOCX)


def _issued_or_404(year: int, batch: int) -> IssuedDocument:
    """An issued list is for every member of the house who may read papers, whatever single projects he may see."""
    row = get_object_or_404(AnnualList, year=year, batch=batch, state=ListState.ISSUED.value)
    document = issued_of(row)
    if document is None:
        raise Http404
    return document


def _taken(request, document: IssuedDocument, out, what: str, ending: str, content_type: str) -> FileResponse:
    record_taking(document, what, actor=request.user)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{document.title}.{ending}", content_type=content_type)
