"""Attachments: sent, fetched and removed only through the object they hang on."""

import logging

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header

from longting.common.errors import Refused
from longting.common.refusals import origin
from longting.documents import store
from longting.documents.forms import RemoveForm, UploadForm
from longting.documents.selectors import find_attachment, find_subject
from longting.documents.services import remove_attachment, upload_attachment
from longting.documents.slots import find_slot

log = logging.getLogger(__name__)


def attachment_upload(request, kind, subject, slot):
    """Add a file to a slot of an object in sight."""
    owner = find_subject(kind, subject, request.user)
    if owner is None:
        raise Http404
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Refused(form.first_error)
    file, note = form.cleaned_data["file"], form.cleaned_data["note"]
    row = upload_attachment(owner, kind=kind, slot=slot, file=file, note=note, actor=request.user)
    messages.success(request, f"已上传《{row.name}》。")
    return HttpResponseRedirect(origin(request))


def attachment_download(request, pk):
    """The file, for whoever may see its object; it is saved, never shown inside this site."""
    found, _ = _found_or_404(request, pk)
    answer = _protected(found) if settings.ACCEL_PREFIX else _streamed(found)
    answer["Content-Type"] = found.content_type
    answer["Content-Disposition"] = content_disposition_header(True, found.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def attachment_remove(request, pk):
    """Take a file off its object. Without a reason yet, ask for it first."""
    found, subject = _found_or_404(request, pk)
    if find_slot(subject.attachment_slots, found.slot) is None:
        raise Refused("这个附件现在不能移除。")
    form = RemoveForm(request)
    if form.is_valid():
        remove_attachment(found, reason=form.cleaned_data["reason"], actor=request.user)
        messages.success(request, f"已移除《{found.name}》。")
        return HttpResponseRedirect(form.back_url)
    return render(request, "documents/attachment_remove.html", {"form": form, "attachment": found, "subject": subject})


def _found_or_404(request, pk):
    found = find_attachment(pk, request.user)
    if found is None:
        raise Http404
    return found


def _protected(found) -> HttpResponse:
    """The reverse proxy sends the file itself, from a place only it can reach."""
    return HttpResponse(
        headers={"X-Accel-Redirect": f"{settings.ACCEL_PREFIX.rstrip('/')}/{store.relative(found.stored_name)}"}
    )


def _streamed(found) -> FileResponse:
    try:
        return FileResponse(store.open_stored(found.stored_name))
    except FileNotFoundError:
        log.error("attachment %s: its file %s is missing", found.pk, found.stored_name)
        raise Http404 from None
