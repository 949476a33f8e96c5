"""Notices told and committed."""

import pytest

from longting.notices.services import notify


@pytest.fixture
def tell(django_capture_on_commit_callbacks):
    """Notify and commit."""

    def run(*users, text="示范项目：请签批资格改判。", url="/projects/7/", **how):
        with django_capture_on_commit_callbacks(execute=True):
            notify(users, text=text, url=url, **how)

    return run
