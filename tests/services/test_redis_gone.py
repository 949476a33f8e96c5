"""Redis is gone: people sign in, read and write as before; only what the worker does waits (SECURITY D-30)."""

import re
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener
from uuid import uuid4

import pytest

from longting.desk.demo.cast import PASSWORD
from tests.services.conftest import ROOT, free_port, process, wait_for

SAMPLE = ROOT / "tests" / "data" / "workbooks" / "年度重点项目名单_样例.xlsx"


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


def upload(browser: OpenerDirector, url: str, fields: dict[str, str], file: Path) -> tuple[str, str]:
    """Send a form with a file, as a browser does."""
    mark = uuid4().hex
    parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{file.stem}.xlsx"\r\n\r\n'
    body = "".join([*parts, head]).encode() + file.read_bytes() + f"\r\n--{mark}--\r\n".encode()
    request = Request(url, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})
    with browser.open(request, timeout=30) as answer:
        return answer.url, answer.read().decode("utf-8")


def test_an_upload_whose_worker_cannot_be_told_keeps_nobody_waiting(site, officer):
    """The job row is written, the hint is given up at once; the page of the import says where it stands."""
    _, page = fetch(officer, f"{site}/ledgers/imports/")
    began = time.monotonic()
    fields = {"kind": "annual_list", "csrfmiddlewaretoken": token(page)}
    url, page = upload(officer, f"{site}/ledgers/imports/new/", fields, SAMPLE)
    assert time.monotonic() - began < 5
    assert re.fullmatch(rf"{site}/ledgers/imports/[0-9a-f-]{{36}}/", url)
    assert re.search(r"<h1>(.*?)</h1>", page).group(1) == "正在办理"
