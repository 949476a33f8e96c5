"""Redis is gone: people sign in, read and write as before; only what the worker does waits (SECURITY D-30)."""

import re
import time
from http.cookiejar import CookieJar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from longting.desk.demo.cast import PASSWORD
from tests.services.conftest import free_port, process, wait_for


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A web process whose Redis does not exist, on a demo database of its own; its address."""
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    environment = {"VAR_DIR": str(folder), "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
    with process(folder, environment, "manage.py", "demo", "--no-serve") as loading:
        assert loading.wait(timeout=120) == 0, (folder / "log").read_text(encoding="utf-8")[-3000:]
    command = ("-m", "gunicorn", "longting.wsgi:application", "--bind", f"127.0.0.1:{port}", "--threads", "2")
    with process(folder, environment, *command):
        address = f"http://127.0.0.1:{port}"
        wait_for(lambda: _answers(f"{address}/healthz"), seconds=60, folder=folder)
        yield address


def _answers(url: str) -> bool:
    try:
        with build_opener().open(url, timeout=2) as answer:
            return answer.status == 200
    except (URLError, ConnectionError, TimeoutError):
        return False


def fetch(browser: OpenerDirector, url: str, data: dict | None = None) -> tuple[str, str]:
    """The address one ends at and the page."""
    with browser.open(url, urlencode(data).encode() if data else None, timeout=30) as answer:
        return answer.url, answer.read().decode("utf-8")


def token(page: str) -> str:
    """The token against forged requests of a page."""
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)


@pytest.fixture(scope="module")
def officer(site):
    """A browser in which the officer has signed in."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    _, page = fetch(browser, f"{site}/account/login/")
    asked = {"username": "officer", "password": PASSWORD, "csrfmiddlewaretoken": token(page)}
    url, _ = fetch(browser, f"{site}/account/login/", asked)
    assert url == f"{site}/desk/"
    return browser


def test_the_probe_says_which_part_is_missing(site):
    with pytest.raises(HTTPError) as refusal:
        build_opener().open(f"{site}/readyz", timeout=10)
    with refusal.value as answer:
        assert (answer.code, b'"queue": false' in answer.read()) == (503, True)


@pytest.mark.parametrize("path", ["/desk/", "/projects/", "/projects/lists/", "/notices/", "/account/me/"])
def test_pages_open(site, officer, path):
    url, page = fetch(officer, f"{site}{path}")
    assert (url, "<main" in page) == (f"{site}{path}", True)


def test_a_form_is_accepted(site, officer):
    _, page = fetch(officer, f"{site}/notices/")
    url, _ = fetch(officer, f"{site}/notices/read/", {"csrfmiddlewaretoken": token(page)})
    assert url == f"{site}/notices/"


def test_a_job_that_cannot_be_hinted_at_keeps_nobody_waiting(site, officer):
    """Asking for a long export writes its row; the hint is given up at once."""
    began = time.monotonic()
    _, page = fetch(officer, f"{site}/projects/?export=xlsx&size=20")
    assert (time.monotonic() - began < 5, bool(page)) == (True, True)
