"""What a service refuses becomes a page a person can act on, wherever the view did not answer itself."""

import logging

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from longting.common.busy import is_busy
from longting.common.errors import Conflict, Refused
from longting.common.policy import is_page

log = logging.getLogger(__name__)


class RefusalMiddleware:
    """Conflict → the 409 page; Refused or ValidationError out of an act → back to its page, with the words."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Conflict):
            return render(request, "409.html", {"message": exception.message, "back_url": origin(request)}, status=409)
        if isinstance(exception, Refused):
            return _back(request, [exception.message])
        if isinstance(exception, ValidationError) and request.method == "POST":
            return _back(request, exception.messages)
        if isinstance(exception, RequestDataTooBig):
            return HttpResponse(render_to_string("413.html"), status=413)
        if isinstance(exception, OperationalError | InterfaceError):
            log.error("the database failed: %s", exception, exc_info=exception)
            return unavailable(exception)
        return None


def unavailable(fault: BaseException | None) -> HttpResponse:
    """The database does not answer, or somebody's long write holds it: said without asking it anything, with the time
    to try again."""
    busy = is_busy(fault)
    answer = HttpResponse(render_to_string("503.html", {"busy": busy}), status=503)
    answer["Retry-After"] = "10" if busy else "30"
    return answer


def origin(request) -> str:
    """The page of this site that the act was sent from; the workbench when unknown, foreign or no page to open."""
    url = request.META.get("HTTP_REFERER", "")
    own = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if own and is_page(url) else "/"


def _back(request, words: list[str]):
    for text in words:
        messages.error(request, text)
    return HttpResponseRedirect(origin(request))
