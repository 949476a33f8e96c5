"""A fault below the views still becomes the right page."""

import pytest
from django.core.handlers.exception import response_for_exception
from django.db import OperationalError
from django.test import RequestFactory


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [(OperationalError("database is locked"), 503, "暂时不能使用"), (ZeroDivisionError("x"), 500, "出")],
)
def test_a_database_that_fails_in_a_middleware_says_to_try_again(fault, status, words):
    try:
        raise fault
    except type(fault) as caught:
        answer = response_for_exception(RequestFactory().get("/desk/"), caught)
    assert (answer.status_code, words in answer.content.decode()) == (status, True)
