from django.http import Http404


def declaration_list(request, **kwargs):
    raise Http404


def declaration_detail(request, **kwargs):
    raise Http404


def declaration_compare(request, **kwargs):
    raise Http404


def declaration_paper(request, **kwargs):
    raise Http404


def declaration_steps(request, **kwargs):
    raise Http404
