"""The policy table's machinery (SECURITY D-02): who may ask what of which URL, in one place, checked at start-up.

The table itself is `longting.policy.POLICY`, named in settings so that the floor need not import the roof.
Row scope is not decided here but by `visible_to(user)`; this middleware answers "may this role do this act at all".
"""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.checks import Error
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import Resolver404, URLPattern, get_resolver, resolve
from django.utils.module_loading import import_string

PUBLIC, PERSONAL, SCOPED, OFFICE = "public", "personal", "scoped", "office"


@dataclass(frozen=True)
class Rule:
    """One URL name's policy: HTTP `methods`, any-of `permissions` (empty = whoever is logged in), row `scope`
    (public / personal = only my own / scoped = rows `visible_to` me / office = not bound to rows) and the
    `audit` kind ("" = a read that leaves no trace, else the verb family written)."""

    methods: tuple[str, ...] = ("GET",)
    permissions: tuple[str, ...] = ()
    scope: str = SCOPED
    audit: str = ""


def table() -> dict[str, Rule]:
    """The policy table named in settings."""
    return import_string(settings.POLICY)


def is_page(url: str) -> bool:
    """Whether an address of this site can be opened: it exists and answers to GET, not to a button alone."""
    try:
        match = resolve(unquote(urlsplit(url).path))
    except (Resolver404, ValueError):
        return False
    rule = table().get(match.view_name)
    return rule is not None and "GET" in rule.methods


def url_patterns(resolver=None, namespace=""):
    """Every URL pattern of the site as (qualified name, pattern); tests and the start-up check walk it."""
    for part in (resolver or get_resolver()).url_patterns:
        if isinstance(part, URLPattern):
            yield f"{namespace}{part.name}", part
        else:
            yield from url_patterns(part, f"{namespace}{part.namespace}:" if part.namespace else namespace)


def check_policy(app_configs, **kwargs):
    """Start-up check: a URL without an entry, or an entry without a URL, is an error."""
    names = [name for name, _ in url_patterns()]
    known = set(table())
    missing = [f"网址 {name} 没有写进权限表 longting/policy.py" for name in names if name not in known]
    stale = [f"权限表里的 {name} 没有对应的网址" for name in known.difference(names)]
    twice = [f"网址名 {name} 重复" for name in {n for n in names if names.count(n) > 1}]
    return [Error(text, id="longting.E001") for text in missing + stale + twice]


class PolicyMiddleware:
    """Refuses a wrong verb with 405 and a wrong role with 403 before the view runs."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.table = table()

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        rule = self.table[request.resolver_match.view_name]
        if request.method not in rule.methods and not (request.method == "HEAD" and "GET" in rule.methods):
            answer = HttpResponseNotAllowed(rule.methods)
            answer.content = render_to_string("405.html", request=request)
            return answer
        if rule.permissions and not any(request.user.may(permission) for permission in rule.permissions):
            raise PermissionDenied
        return None
