"""Addresses that come in from outside, reduced to what they may say. Pure but for Django's own parser."""

from django.http import QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from longting.common.lists.links import view_pairs


def clean_query(raw: str) -> str:
    """The query of a list page as a view keeps it: without the position in the list and without empty parts."""
    query = QueryDict(mutable=True)
    for name, value in view_pairs(QueryDict(raw.removeprefix("?"))):
        query.appendlist(name, value)
    return query.urlencode()


def own_page(raw: str, request, fallback: str) -> str:
    """`raw` when it is a path of this site, else `fallback`."""
    local = raw.startswith("/") and not raw.startswith("//")
    return raw if local and url_has_allowed_host_and_scheme(raw, {request.get_host()}) else fallback
