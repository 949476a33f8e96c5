"""What every answer tells the browser: run only what is ours, sit in no frame, keep no copy (D-31, D-32)."""

import pytest
from django.test import Client

from tests import factories
from tests.contracts.ground import Ground
from tests.contracts.test_urls import MATRIX, address

pytestmark = pytest.mark.django_db
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store, private",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
#: Files of other people are shown in a box of their own, which is narrower.
BOXED = {"documents:attachment-download", "ledgers:export-download"}
PAGES = sorted(name for name, verb in MATRIX if verb == "GET" and MATRIX[name, verb]["officer"] == "ok")


@pytest.fixture
def ground(cast):
    return Ground(cast)


def faults(client: Client, url: str, wanted: dict[str, str]) -> dict[str, str]:
    """Headers of an answer that are not as wanted."""
    answer = client.get(url)
    b"".join(answer.streaming_content if answer.streaming else ())
    return {name: answer.get(name, "") for name, value in wanted.items() if answer.get(name) != value}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_guarded(ground, name):
    policy = "sandbox; default-src 'none'" if name in BOXED else POLICY
    url, _ = address(name, ground, ground.cast.officer)
    client = factories.client_of(ground.cast.officer)
    assert faults(client, url, HEADERS | {"Content-Security-Policy": policy}) == {}


@pytest.mark.parametrize("url", ["/account/login/", "/nowhere/", "/account/users/", "/account/logout/", "/readyz"])
def test_refusals_and_open_pages_are_guarded_too(cast, url):
    assert faults(factories.client_of(cast.officer), url, HEADERS) == faults(Client(), url, HEADERS) == {}


def test_behind_tls_the_browser_is_told_to_stay_there(cast, settings):
    settings.SECURE_HSTS_SECONDS = 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_SSL_REDIRECT = True
    answer = factories.client_of(cast.officer).get("/desk/", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=60; includeSubDomains"
    assert [Client().get(url).status_code for url in ("/desk/", "/healthz")] == [301, 200]


@pytest.mark.parametrize(
    ("guard", "lost"),
    [
        ("longting.common.middleware.BrowserSafetyMiddleware",
         {"Content-Security-Policy", "Cache-Control", "Permissions-Policy"}),
        ("django.middleware.security.SecurityMiddleware",
         {"X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy"}),
    ],
)  # fmt: skip
def test_control_without_its_guard_a_page_is_reported(cast, settings, guard, lost):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != guard]
    assert set(faults(factories.client_of(cast.officer), "/desk/", HEADERS)) == lost
