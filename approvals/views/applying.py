from django.http import Http404


def declaration_create(request, **kwargs):
    raise Http404


def declaration_edit(request, **kwargs):
    raise Http404


def declaration_submit(request, **kwargs):
    raise Http404
