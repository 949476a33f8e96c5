"""Saving what is being typed: by static/js/autosave.js in the background, or by the button 保存草稿 without script."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse

from longting.audit.middleware import repeatable
from longting.common import clock
from longting.common.refusals import origin
from longting.documents.models import FormDraft
from longting.documents.services.drafts import DraftTooLarge, discard_draft, save_draft

MAX_FORM = FormDraft._meta.get_field("form").max_length
MAX_SUBJECT = FormDraft._meta.get_field("subject").max_length


@repeatable
def draft_save(request, form, subject):
    """Keep what was typed so far; nothing of it is judged."""
    if len(form) > MAX_FORM or len(subject) > MAX_SUBJECT:
        raise Http404
    try:
        save_draft(form, subject, data=request.POST, actor=request.user, now=clock.now())
    except DraftTooLarge as problem:
        if _in_background(request):
            return JsonResponse({"message": problem.message}, status=413)
        raise
    if _in_background(request):
        return HttpResponse(status=204)
    messages.success(request, "草稿已保存，下次打开这张表单时会填好。")
    return HttpResponseRedirect(origin(request))


@repeatable
def draft_discard(request, form, subject):
    """Forget what was typed."""
    found = discard_draft(form, subject, actor=request.user)
    if _in_background(request):
        return HttpResponse(status=204)
    messages.success(request, "草稿已丢弃。" if found else "没有草稿。")
    return HttpResponseRedirect(origin(request))


def _in_background(request) -> bool:
    """Whether a script asked, which shows no page. A page that is being left can send no header of its own."""
    by_header = (
        request.headers.get("X-Requested-With") == "XMLHttpRequest" or request.headers.get("X-Background") == "1"
    )
    return by_header or request.GET.get("background") == "1"
