from django.http import Http404


def bulk_preview(request, **kwargs):
    raise Http404


def bulk_act(request, **kwargs):
    raise Http404
