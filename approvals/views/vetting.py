from django.http import Http404


def vetting_desk(request, **kwargs):
    raise Http404


def declaration_verify(request, **kwargs):
    raise Http404
