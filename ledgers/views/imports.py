"""The import of a workbook: upload, what the check found, choices, writing, giving up."""

import io
from pathlib import PurePath

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render

from ledgers.enums import BatchState
from ledgers.forms.imports import CheckForm, ResolveForm, UploadForm, VersionForm
from ledgers.intake.kinds import ANNUAL_LIST
from ledgers.kinds import LEDGERS, kind_of, write_template
from ledgers.models import ImportBatch
from ledgers.pages.batches import Asked, detail_page, list_page
from ledgers.pages.progress import progress_of
from ledgers.pages.rows import detail_url, known_show
from ledgers.scope import units_of
from ledgers.services import imports
from longting.common import clock
from longting.common.errors import Conflict, Refused
from longting.common.lists.page import XLSX
from longting.common.templatetags.ui import day
from projects.models import RuleSet

QUEUED = "行数较多，已交后台写入，写完在消息里告诉您。"


def import_list(request):
    """The upload form, and what one's unit has imported."""
    form = UploadForm(initial={"kind": ANNUAL_LIST.key})
    return render(request, "ledgers/import_list.html", list_page(request, form))


def import_create(request):
    """Take in a workbook; the same one again leads to the import there is."""
    form = UploadForm.of(request)
    if form.ready:
        sent = form.cleaned_data
        words = {"kind": kind_of(sent["kind"]), "year": sent["year"], "actor": request.user}
        received = form.run(imports.receive_workbook, sent["file"], **words)
        if received is not None:
            if not received.is_new:
                messages.info(request, _seen_before(received.batch))
            return redirect(detail_url(received.batch))
    return render(request, "ledgers/import_list.html", list_page(request, form), status=form.status)


def import_template(request, kind):
    """The empty workbook to fill in, with lists where only some words are read."""
    if kind not in LEDGERS:
        raise Http404
    out, today = io.BytesIO(), clock.today()
    rule = RuleSet.objects.in_force(today)
    units = units_of(request.user).order_by("order", "name").values_list("name", flat=True)
    fields = list(rule.field_labels) if rule else []
    write_template(LEDGERS[kind], out, year=today.year, units=list(units), fields=fields)
    out.seek(0)
    filename = f"{LEDGERS[kind].label}模板.xlsx"
    return FileResponse(out, as_attachment=True, filename=filename, content_type=XLSX)


def import_detail(request, public_id):
    """The import as it stands: being checked, refused, to be decided on, written or given up."""
    return _page(request, _batch(request, public_id))


def import_progress(request, public_id):
    """The progress alone, which js/poll.js fetches."""
    context = {"progress": progress_of(_batch(request, public_id), clock.now())}
    return render(request, "ledgers/_import_progress.html", context)


def import_check(request, public_id):
    """Check the workbook in this request when the worker does not; or anew, with the year of the list."""
    batch, form = _batch(request, public_id), CheckForm(request.POST)
    if "year" in form.errors:
        raise Refused(form.errors["year"][0])
    version = _sent(form)["version"]
    if batch.state == BatchState.WAITING and batch.version == version:
        imports.check_batch(batch, actor=request.user, today=clock.today())
    else:
        imports.recheck_batch(batch, version=version, year=form.cleaned_data["year"], actor=request.user)
    return redirect(detail_url(batch))


def import_resolve(request, public_id):
    """Keep what was chosen at cells and columns, and check the workbook anew."""
    batch = _batch(request, public_id)
    form = ResolveForm(request.POST, batch=batch)
    if not form.ready:
        return _page(request, batch, form)
    sent = form.cleaned_data
    try:
        words = {"mapping": sent["mapping"], "version": sent["version"], "actor": request.user}
        imports.resolve_rows(batch, sent["decisions"], **words)
    except Conflict:
        raise
    except Refused as refusal:
        form.refuse(None, refusal.message)
        return _page(request, batch, form)
    return redirect(detail_url(batch, show=known_show(batch, sent["show"])))


def import_commit(request, public_id):
    """Write the rows that passed, all of them or none; choices on the page that were not checked yet come first."""
    batch = _batch(request, public_id)
    form = ResolveForm(request.POST, batch=batch)
    if form.ready and (form.cleaned_data["mapping"] or imports.says_more(batch, form.cleaned_data["decisions"])):
        form.refuse_unsaved()
    if not form.ready:
        return _page(request, batch, form)
    words = {"version": form.cleaned_data["version"], "actor": request.user, "today": clock.today()}
    done = imports.commit_or_queue(batch, **words)
    if done is None:
        messages.info(request, QUEUED)
    else:
        messages.success(request, imports.words_of(done))
    return redirect(detail_url(batch))


def import_again(request, public_id):
    """Check a written workbook once more, as an import of its own."""
    batch = _batch(request, public_id)
    version = _sent(VersionForm(request.POST))["version"]
    return redirect(detail_url(imports.check_again(batch, version=version, actor=request.user)))


def import_discard(request, public_id):
    """Give the import up; nothing was written."""
    batch = _batch(request, public_id)
    imports.discard_batch(batch, version=_sent(VersionForm(request.POST))["version"], actor=request.user)
    messages.success(request, f"已放弃导入《{batch.filename}》，没有写入任何数据。")
    return redirect("ledgers:import-list")


def import_marked(request, public_id):
    """The workbook as it came, its doubtful cells coloured and commented."""
    batch = _batch(request, public_id)
    filename = f"{PurePath(batch.filename).stem}_标红.xlsx"
    book = io.BytesIO(imports.marked_workbook(batch))
    return FileResponse(book, as_attachment=True, filename=filename, content_type=XLSX)


def _batch(request, public_id) -> ImportBatch:
    visible = ImportBatch.objects.visible_to(request.user).select_related("job", "organisation")
    return get_object_or_404(visible, public_id=public_id)


def _page(request, batch, form=None):
    query = request.GET if form is None else {"show": form.data.get("show", "")}
    asked = Asked(query=query, now=clock.now(), form=form)
    template, context = detail_page(batch, asked)
    return render(request, template, context, status=form.status if form else 200)


def _sent(form) -> dict:
    if not form.is_valid():
        raise SuspiciousOperation("an act on an import without the version it was made on")
    return form.cleaned_data


def _seen_before(batch: ImportBatch) -> str:
    return f"这个文件{day(batch.created_at, 'time')}由{batch.created_by.name}上传过，这里是那一次的导入。"
