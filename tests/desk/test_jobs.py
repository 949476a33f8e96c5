"""The page of background tasks: what ran, for whom, and what came of it."""

import pytest

from longting.audit.enums import JobKind
from longting.audit.models import Job, JobState
from longting.common import clock
from tests.factories import client_of

pytestmark = pytest.mark.django_db

JOBS = "/desk/jobs/"


def make_job(kind: str, state: JobState = JobState.DONE, **fields) -> Job:
    return Job.objects.create(kind=kind, key=kind, state=state, created_at=clock.now(), **fields)


def shown(client) -> list[list[str]]:
    return [[cell.text for cell in row["cells"]] for row in client.get(JOBS).context["rows"]]


def test_every_kind_of_work_is_named_in_chinese(cast):
    for kind in JobKind:
        make_job(kind)
    assert [row[1] for row in shown(client_of(cast.admin))] == ["导出表格", "检查或写入工作簿", "核对审计记录"]


def test_a_job_that_failed_says_why(cast):
    make_job("export_list", JobState.FAILED, message="文件没有写成。", actor_name="吴经办", attempt=3)
    [row] = shown(client_of(cast.auditor))
    assert (row[2], row[3], row[4], row[-1]) == ("未完成", "吴经办", "3", "文件没有写成。")


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_database_a_fixed_number_of_times(cast, number, django_assert_num_queries):
    for kind in list(JobKind)[:number]:
        make_job(kind)
    client = client_of(cast.admin)
    with django_assert_num_queries(6):
        assert len(shown(client)) == number
