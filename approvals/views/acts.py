from django.http import Http404


def declaration_recall(request, **kwargs):
    raise Http404


def declaration_withdraw(request, **kwargs):
    raise Http404


def declaration_pass(request, **kwargs):
    raise Http404


def declaration_unpass(request, **kwargs):
    raise Http404


def declaration_return(request, **kwargs):
    raise Http404


def declaration_reject(request, **kwargs):
    raise Http404


def declaration_receive(request, **kwargs):
    raise Http404


def declaration_shortlist(request, **kwargs):
    raise Http404


def declaration_remove(request, **kwargs):
    raise Http404


def declaration_decline(request, **kwargs):
    raise Http404


def note_settle(request, **kwargs):
    raise Http404
