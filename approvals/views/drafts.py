from django.http import Http404


def draft_detail(request, **kwargs):
    raise Http404


def list_submit(request, **kwargs):
    raise Http404


def list_return(request, **kwargs):
    raise Http404


def list_endorse(request, **kwargs):
    raise Http404


def list_reopen(request, **kwargs):
    raise Http404


def list_approve(request, **kwargs):
    raise Http404


def list_issue(request, **kwargs):
    raise Http404


def list_keep_rest(request, **kwargs):
    raise Http404


def entry_decide(request, **kwargs):
    raise Http404


def resolution_committee(request, **kwargs):
    raise Http404


def resolution_district(request, **kwargs):
    raise Http404
