"""Whatever a service refuses, and whatever fails below it, becomes a page a person can act on."""

import pytest
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.db import OperationalError
from django.test import RequestFactory

from longting.common.errors import Conflict, Refused
from longting.common.refusals import RefusalMiddleware, origin

FROM = "http://testserver/projects/"


def answer(exception, method="post", **headers):
    request = getattr(RequestFactory(), method)("/projects/x/", **({"HTTP_REFERER": FROM} | headers))
    said = []
    request._messages = type("Said", (), {"add": lambda self, level, text, tags="": said.append(str(text))})()
    return RefusalMiddleware(lambda request: None).process_exception(request, exception), said


@pytest.mark.parametrize(
    ("exception", "status", "words"),
    [
        (Conflict(), 409, "已被他人处理"),
        (RequestDataTooBig("too big"), 413, "文件太大"),
        (OperationalError("gone"), 503, "暂时不能使用"),
    ],
)
def test_a_fault_has_its_page(exception, status, words):
    page, said = answer(exception)
    assert (page.status_code, words in page.content.decode(), said) == (status, True, [])


@pytest.mark.parametrize("exception", [Refused("先补总投资。"), ValidationError("先补总投资。")])
def test_a_refused_act_leads_back_with_the_words(exception):
    page, said = answer(exception)
    assert (page.status_code, page.url, said) == (302, FROM, ["先补总投资。"])


def test_a_fault_of_ours_is_not_hidden():
    assert answer(ZeroDivisionError()) == (None, [])


def test_a_check_that_fails_on_a_mere_look_is_a_fault_of_ours():
    assert answer(ValidationError("x"), method="get") == (None, [])


@pytest.mark.parametrize(
    "referer",
    [
        "https://elsewhere.example/x", "", "javascript:alert(1)", "http://testserver/account/logout/",
        "http://testserver/nowhere/", "http://testserver/ledgers/imports/new/",
    ],
)  # fmt: skip
def test_the_way_back_is_a_page_of_this_site(referer):
    assert origin(RequestFactory().get("/", HTTP_REFERER=referer)) == "/"
