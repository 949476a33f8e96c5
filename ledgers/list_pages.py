"""List pages found by their address, and opened outside a request of their own as a person would see them."""

from inspect import isclass

from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from longting.common import policy
from longting.common.lists import ListPage
from longting.common.lists.listing import Listing


def page_named(url_name: str) -> ListPage:
    """The list page of a URL name without arguments."""
    return resolve(reverse(url_name)).func.view_class()


def may_open(url_name: str, user) -> bool:
    """Whether the policy table lets `user` open the page at all; which rows it shows is another question."""
    permissions = policy.table()[url_name].permissions
    return not permissions or any(user.may(permission) for permission in permissions)


def listing_at(path: str, query: str, *, key: str, user) -> Listing:
    """What `user` sees of the list `key` at `path` with `query`. Raises Http404 when there is no such list for him."""
    try:
        match = resolve(path)
    except Resolver404:
        raise Http404 from None
    page_class = getattr(match.func, "view_class", None)
    if not _is_list(page_class, key) or not may_open(match.view_name, user):
        raise Http404
    page, request = page_class(), _request(path, query, user, match)
    page.setup(request, **match.kwargs)
    return Listing(page, request)


def _is_list(page_class: type | None, key: str) -> bool:
    return isclass(page_class) and issubclass(page_class, ListPage) and page_class.key == key


def _request(path: str, query: str, user, match: ResolverMatch) -> HttpRequest:
    request = HttpRequest()
    request.method, request.user, request.GET = "GET", user, QueryDict(query)
    request.path, request.resolver_match = path, match
    return request
