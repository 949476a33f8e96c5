"""Middleware that every request passes: who asks (address, request id) and what a browser may do with the answer."""

import uuid

from django.conf import settings

from longting.common import facts


def client_ip(request) -> str:
    """The caller's address. X-Forwarded-For is believed only as deep as our own proxies reach (TRUSTED_PROXIES)."""
    hops = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return forwarded[-hops][:45]
    return request.META.get("REMOTE_ADDR", "")


class RequestFactsMiddleware:
    """Gives each request an id and keeps its address for audit and log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = uuid.uuid4().hex
        token = facts.enter(facts.RequestFacts(request_id=request.request_id, ip=client_ip(request)))
        try:
            response = self.get_response(request)
        finally:
            facts.leave(token)
        response["X-Request-Id"] = request.request_id
        return response


class BrowserSafetyMiddleware:
    """Content-Security-Policy on every answer, and no copy of a logged-in page on shared office computers.

    Reads Django 6's `SECURE_CSP` shape, so that this class drops out when the framework brings its own.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {' '.join(values)}" for name, values in settings.SECURE_CSP.items())

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers.setdefault("X-Frame-Options", "DENY")
        if not request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response
