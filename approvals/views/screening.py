from django.http import Http404


def screening_desk(request, **kwargs):
    raise Http404


def declaration_screen(request, **kwargs):
    raise Http404
