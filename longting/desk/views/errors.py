"""Error pages: what happened and what to do, never a trace."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from longting.common.busy import is_busy
from longting.common.refusals import unavailable


def _page(request, template: str, status: int):
    return render(request, template, {"request_id": getattr(request, "request_id", "")}, status=status)


@login_not_required
def bad_request(request, exception=None):
    """400: the browser sent something this site does not read. A session that could not be saved is no such thing: the
    database was busy (503), or the session was ended elsewhere meanwhile."""
    if isinstance(exception, SessionInterrupted):
        return unavailable(exception) if is_busy(exception) else redirect("accounts:login")
    return _page(request, "400.html", 400)


@login_not_required
def forbidden(request, exception=None):
    """403: the role may not do this act."""
    return _page(request, "403.html", 403)


@login_not_required
def not_found(request, exception=None):
    """404: no such thing, or not within this person's sight; the two look the same on purpose."""
    return _page(request, "404.html", 404)


@login_not_required
def server_error(request):
    """500: a fault of ours; the number finds it in the log. Without the frame: the database may be the fault.

    When it is (also below the views, where no middleware sees the exception), the page says to try again: 503.
    """
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return unavailable(sys.exception())
    return HttpResponse(render_to_string("500.html", {"request_id": getattr(request, "request_id", "")}), status=500)


@login_not_required
def csrf_failure(request, reason=""):
    """403 for a form whose security token has expired, usually a page left open over night. Whoever is signed in
    already, in another tab, just goes on."""
    if request.path == reverse("accounts:login") and request.user.is_authenticated:
        return redirect("desk:workbench")
    return _page(request, "csrf.html", 403)
