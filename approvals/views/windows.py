from django.http import Http404


def window_list(request, **kwargs):
    raise Http404


def window_edit(request, **kwargs):
    raise Http404
