from django.http import Http404


def issued_detail(request, **kwargs):
    raise Http404


def issued_workbook(request, **kwargs):
    raise Http404


def issued_paper(request, **kwargs):
    raise Http404
