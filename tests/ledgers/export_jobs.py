"""Long exports for the tests of this part: asked for, worked off, read back."""

import io

from openpyxl import load_workbook

from ledgers import vault
from ledgers.services.exports import request_export
from longting.audit.models import Job
from longting.audit.services.jobs import run_job

LIST = "projects:project-list"


def asked(user, query: str = "", url_name: str = LIST) -> Job:
    """The job of an export that was asked for."""
    url = request_export(user, url_name, query)
    return Job.objects.get(pk=int(url.strip("/").rpartition("/")[2]))


def worked_off(user, query: str = "", url_name: str = LIST) -> Job:
    """The job of an export after the worker had it."""
    job = asked(user, query, url_name)
    run_job(job.pk)
    job.refresh_from_db()
    return job


def files() -> list[str]:
    """Names on the shelf of exports."""
    return [name for name, _, _ in vault.files_on(vault.EXPORTS)]


def rows_in(content: bytes) -> list[list]:
    """The cells of the first sheet."""
    sheet = load_workbook(io.BytesIO(content)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]
