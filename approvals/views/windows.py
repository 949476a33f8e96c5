"""When declarations may be submitted: which windows there are, setting one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from approvals.forms.windows import WindowForm
from approvals.pages.windows import known_window, windows_page
from approvals.services.windows import set_window
from approvals.windows import default_window
from longting.common import clock


def window_list(request):
    """Years and batches around now, for everybody who declares or screens."""
    return render(request, "approvals/window_list.html", windows_page(request.user, clock.today()))


def window_edit(request, year, batch):
    """Set the days of one list."""
    if not (2000 <= year <= 2100 and 1 <= batch <= 9):
        raise Http404
    window, row = known_window(year, batch)
    known = {"opens_on": window.opens_on, "closes_on": window.closes_on, "version": 0}
    if row:
        known |= {"version": row.version, "note": row.note}
    form = WindowForm.of(request, initial=known)
    if form.ready and form.run(set_window, year, batch, **form.cleaned_data, actor=request.user):
        messages.success(request, f"已设置{year}年度第 {batch} 批申报时间。")
        return redirect("approvals:window-list")
    context = {"form": form, "window": window, "is_set": bool(row), "customary": default_window(year, batch)}
    return render(request, "approvals/window_edit.html", context, status=form.status)
