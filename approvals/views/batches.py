from django.http import Http404


def batch_list(request, **kwargs):
    raise Http404


def batch_open(request, **kwargs):
    raise Http404


def batch_detail(request, **kwargs):
    raise Http404


def batch_arrange(request, **kwargs):
    raise Http404


def batch_submit(request, **kwargs):
    raise Http404


def batch_return(request, **kwargs):
    raise Http404


def batch_sign(request, **kwargs):
    raise Http404
