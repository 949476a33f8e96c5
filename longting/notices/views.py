"""One's own notices."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from longting.common import clock
from longting.notices.models import Notice
from longting.notices.services import mark_all_read, mark_read
from longting.notices.todos import counts

SHOWN = 100


def notice_list(request):
    """What I have not read, then what I have read lately. To-dos stand on the workbench; here only their number."""
    mine, waiting = Notice.objects.visible_to(request.user), counts(request.user, clock.today())
    context = {
        "now": clock.now(),
        "unread": mine.unread()[:SHOWN],
        "unread_count": waiting.unread,
        "read": mine.filter(read_at__isnull=False)[:SHOWN],
        "limit_words": f"只列出最近 {SHOWN} 条，读过后会露出更早的。" if waiting.unread > SHOWN else "",
        "todo_words": f"另有 {waiting.todos} 件事等您办理。" if waiting.todos else "",
    }
    return render(request, "notices/notice_list.html", context)


def notice_open(request, pk):
    """Note that it was read, and go where it leads."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    mark_read(notice, actor=request.user, now=clock.now())
    own = url_has_allowed_host_and_scheme(notice.url, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(notice.url) if own else redirect("notices:notice-list")


def notice_read_all(request):
    """Everything is read."""
    count = mark_all_read(actor=request.user, now=clock.now())
    messages.success(request, f"已把 {count} 条消息标为已读。" if count else "没有未读的消息。")
    return redirect("notices:notice-list")
