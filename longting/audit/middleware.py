"""The double click, the replayed request and the back button: an act that was done leads to its result again."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render

from longting.audit.services.once import await_result, claim_act, is_token, release_act, settle_act
from longting.common import clock
from longting.common.refusals import origin

FIELD = "once"
#: Seconds a second sending waits for the first, which usually is about to end: a double click.
PATIENCE = 3
DONE = "这一步已经办过，没有重复办理。"


def repeatable(view):
    """Mark a view whose act may be sent as often as one likes (saving a draft): its form token is not used up."""
    view.repeatable = True
    return view


class OnceMiddleware:
    """Acts on a POST that carries the token of `{% once %}`: the first sending runs, later ones are led to its result.

    The token is used up only when the act ended well, which is: in a redirect without an error message. A form shown
    again with its errors, a refusal and a fault give it back.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.act_token = None
        response = self.get_response(request)
        row = request.act_token
        if row is not None and _ended_well(request, response):
            settle_act(row, result_url=response.url)
        elif row is not None:
            release_act(row)
        return response

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST" or not request.user.is_authenticated or getattr(view, "repeatable", False):
            return None
        token = request.POST.get(FIELD, "")
        if not is_token(token):
            return None
        request.said_before = len(_errors(request))
        claim = claim_act(token, act=request.path, actor=request.user, now=clock.now())
        request.act_token = claim.row
        if claim.row:
            return None
        asked = {"act": request.path, "actor": request.user, "seconds": PATIENCE}
        return _answer_again(request, claim.result_url or await_result(token, **asked))


def _answer_again(request, result_url: str):
    if not result_url:
        return render(request, "audit/still_running.html", {"back_url": origin(request)}, status=409)
    messages.info(request, DONE)
    return HttpResponseRedirect(result_url)


def _ended_well(request, response) -> bool:
    return 300 <= response.status_code < 400 and len(_errors(request)) == request.said_before


def _errors(request) -> list:
    """Error messages waiting to be shown. Looking at them must not use them up."""
    storage = messages.get_messages(request)
    found = [message for message in storage if message.level >= messages.ERROR]
    storage.used = False
    return found
