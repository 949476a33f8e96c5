"""Attachments of a project: slots, and who reaches them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from longting.documents.models import Attachment
from projects.selectors import attachment_subject
from tests.documents.files import PDF
from tests.factories import client_of
from tests.projects.makers import make_project

pytestmark = pytest.mark.django_db


def upload(user, project, slot: str = "filing"):
    url = f"/files/project/{project.public_id}/{slot}/upload/"
    return client_of(user).post(url, {"file": SimpleUploadedFile("备案证.pdf", PDF, "application/pdf")})


def slots(user, project) -> list[tuple]:
    shown = client_of(user).get(f"/projects/{project.public_id}/").context
    return [(slot["label"], [file["name"] for file in slot["files"]]) for slot in shown["slots"]]


def test_a_paper_stands_in_its_slot_and_is_filed_under_the_project(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    project = make_project()
    assert upload(cast.beijiao, project).status_code == 302
    row = Attachment.objects.get()
    assert (row.subject_kind, row.subject_id, row.project_id) == ("project", str(project.public_id), str(project.pk))
    assert ("备案、核准证", ["备案证.pdf"]) in slots(cast.beijiao, project)


def test_who_may_only_read_sees_filled_slots_without_acts(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    project = make_project()
    upload(cast.officer, project)
    assert slots(cast.leader, project) == [("备案、核准证", ["备案证.pdf"])]
    shown = client_of(cast.leader).get(f"/projects/{project.public_id}/").context["slots"][0]
    assert (shown["upload_url"], shown["files"][0]["remove_url"]) == ("", "")


def test_every_slot_is_offered_to_those_who_may_fill_it(cast):
    assert [label for label, _ in slots(cast.beijiao, make_project())] == [
        "立项文件", "备案、核准证", "可研批复", "用地预审", "规划许可", "施工许可", "现场照片", "其他",
    ]  # fmt: skip


@pytest.mark.parametrize(("person", "status"), [("outsider", 404), ("leader", 403)])
def test_nobody_else_adds_a_file(cast, person, status):
    assert upload(getattr(cast, person), make_project()).status_code == status
    assert Attachment.objects.count() == 0


def test_the_subject_is_found_by_its_public_id_within_sight(cast):
    project = make_project(name="世合门窗")
    found = attachment_subject(cast.beijiao, str(project.public_id))
    assert (str(found), found.pk, found.attachment_project_id) == ("世合门窗", str(project.public_id), project.pk)
    assert attachment_subject(cast.leader, str(project.public_id)).attachment_slots == ()


@pytest.mark.parametrize("subject", ["", "7", "x" * 40])
def test_a_strange_id_is_nobody(cast, subject):
    make_project()
    assert attachment_subject(cast.officer, subject) is None


def test_a_project_out_of_sight_is_nobody(cast):
    assert attachment_subject(cast.outsider, str(make_project().public_id)) is None
