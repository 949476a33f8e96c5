"""A fault below the views still becomes the right page."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.handlers.exception import response_for_exception
from django.db import DatabaseError, OperationalError
from django.test import RequestFactory


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (OperationalError("database is locked"), 503, "正在写入一批数据"),
        (OperationalError("connection refused"), 503, "数据库暂时没有应答"),
        (ZeroDivisionError("x"), 500, "出"),
    ],
)
def test_a_database_that_fails_in_a_middleware_says_to_try_again(fault, status, words):
    try:
        raise fault
    except type(fault) as caught:
        answer = response_for_exception(RequestFactory().get("/desk/"), caught)
    assert (answer.status_code, words in answer.content.decode()) == (status, True)


def interrupted(cause):
    """What SessionMiddleware raises when the session could not be saved because of `cause`."""
    try:
        try:
            try:
                raise cause
            except DatabaseError as fault:
                raise UpdateError from fault
        except UpdateError as fault:
            raise SessionInterrupted("The request's session was deleted.") from fault
    except SessionInterrupted as caught:
        return response_for_exception(RequestFactory().get("/desk/"), caught)


def test_a_session_that_a_long_write_kept_from_being_saved_says_to_try_again():
    answer = interrupted(OperationalError("database is locked"))
    assert (answer.status_code, answer["Retry-After"], "正在写入" in answer.content.decode()) == (503, "10", True)


def test_a_session_ended_elsewhere_meanwhile_leads_to_the_login_page():
    answer = interrupted(DatabaseError("Forced update did not affect any rows."))
    assert (answer.status_code, answer.url) == (302, "/account/login/")
