"""Attachments through the site: AT-02, AT-03."""

import pytest

from longting.documents import store
from longting.documents.models import Attachment
from tests.documents.conftest import send, uploaded
from tests.documents.files import HTML, PDF, docx, jpg, ofd, png, xlsx
from tests.factories import client_of

UPLOAD = "/files/thing/7/paper/upload/"
BACK = {"referer": "http://testserver/projects/"}


@pytest.fixture
def row(cast):
    return send(cast.beijiao, "用地 预审“意见”.pdf")


@pytest.fixture
def clerk(cast):
    return client_of(cast.beijiao)


def told(client, url, data) -> list[str]:
    """Messages after an act; the page it leads to is the one it came from."""
    answer = client.post(url, data, headers=BACK)
    assert (answer.status_code, answer.url) == (302, BACK["referer"])
    return [str(message) for message in client.get("/notices/").context["messages"]]


def body(answer) -> bytes:
    """The bytes of a download; reading them to the end closes the file."""
    return b"".join(answer.streaming_content)


def fetched(client, pk: int) -> int:
    """The status of a download, read to its end."""
    answer = client.get(f"/files/attachments/{pk}/")
    if answer.streaming:
        body(answer)
    return answer.status_code


def test_a_file_is_uploaded_to_its_slot(clerk):
    assert told(clerk, UPLOAD, {"file": uploaded()}) == ["已上传《批复.pdf》。"]
    assert Attachment.objects.get().name == "批复.pdf"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "请先选择文件。"),
        ({"file": uploaded("空.pdf", b"")}, "《空.pdf》没有上传：文件是空的。请重新选择文件。"),
        ({"file": uploaded("a.exe", b"MZ")}, "《a.exe》没有上传：文件名里有“.exe”，这类文件能运行程序，不能上传。"),
    ],
)
def test_what_cannot_be_taken_is_told(clerk, data, words):
    assert told(clerk, UPLOAD, data) == [words]
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("批复.pdf", PDF, "application/pdf"),
        ("批复.ofd", ofd(), "application/ofd"),
        ("现场.jpg", jpg(), "image/jpeg"),
        ("图.png", png(), "image/png"),
        ("意见.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_a_file_comes_back_as_a_download_that_no_browser_runs(clerk, cast, name, data, content_type):
    row = send(cast.beijiao, name, data)
    answer = clerk.get(f"/files/attachments/{row.pk}/")
    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (answer["Cache-Control"], answer["X-Frame-Options"]) == ("no-store, private", "DENY")
    assert int(answer["Content-Length"]) == row.size
    assert body(answer) == store.path_of(row.stored_name).read_bytes()


def test_the_name_travels_as_rfc_5987_says(clerk, row):
    answer = clerk.get(f"/files/attachments/{row.pk}/")
    assert body(answer) == PDF
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E7%94%A8%E5%9C%B0%20%E9%A2%84%E5%AE%A1%E2%80%9C%E6%84%8F%E8%A7%81%E2%80%9D.pdf"
    )


def test_behind_the_proxy_only_the_place_is_told(clerk, row, settings):
    settings.ACCEL_PREFIX = "/protected/"
    answer = clerk.get(f"/files/attachments/{row.pk}/")
    assert answer["X-Accel-Redirect"] == f"/protected/{store.relative(row.stored_name)}"
    assert (answer["Content-Type"], answer.content) == ("application/pdf", b"")
    assert answer["Content-Disposition"].startswith("attachment")


def test_head_tells_the_same_without_the_bytes(clerk, row):
    answer = clerk.head(f"/files/attachments/{row.pk}/")
    assert (answer.status_code, answer["Content-Type"], body(answer)) == (200, "application/pdf", b"")


def test_a_file_missing_on_the_disk_is_404_and_stands_in_the_log(clerk, row, caplog):
    store.discard(row.stored_name)
    assert clerk.get(f"/files/attachments/{row.pk}/").status_code == 404
    assert "is missing" in caplog.text


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("officer", (200, 302, 200)),
        ("beijiao", (200, 302, 200)),
        ("beijiao_head", (200, 403, 403)),
        ("auditor", (200, 403, 403)),
        ("outsider", (404, 404, 404)),
        ("zhujian", (404, 404, 404)),
        ("service", (404, 404, 404)),
        ("leader", (404, 403, 403)),
        ("admin", (404, 403, 403)),
    ],
)
def test_fetching_sending_and_removing_follow_the_role_and_the_thing(cast, row, name, codes):
    client = client_of(getattr(cast, name))
    sent = client.post(UPLOAD, {"file": uploaded()}).status_code
    asked = client.post(f"/files/attachments/{row.pk}/remove/").status_code
    assert (fetched(client, row.pk), sent, asked) == codes


def test_somebody_not_signed_in_gets_no_byte(client, row):
    answer = client.get(f"/files/attachments/{row.pk}/")
    assert (answer.status_code, answer.url) == (302, f"/account/login/?next=/files/attachments/{row.pk}/")


@pytest.mark.parametrize("path", ["/var/files/", "/media/", "/files/", "/protected/", "/static/../var/files/"])
def test_the_folder_has_no_address_of_its_own(clerk, row, path):
    assert clerk.get(path + store.relative(row.stored_name)).status_code == 404


def test_a_right_withdrawn_ends_with_the_next_request(clerk, row, settings):
    assert fetched(clerk, row.pk) == 200
    settings.ATTACHMENT_OWNERS = {}
    assert fetched(clerk, row.pk) == 404


@pytest.mark.parametrize("url", ["/files/thing/8/paper/upload/", "/files/secret/7/paper/upload/"])
def test_a_thing_out_of_sight_takes_no_files(clerk, url):
    assert clerk.post(url, {"file": uploaded()}).status_code == 404


def test_removing_asks_for_the_reason_first(clerk, row):
    url = f"/files/attachments/{row.pk}/remove/"
    page = clerk.post(url, headers=BACK)
    assert page.status_code == 200
    assert f'<input type="hidden" name="back" value="{BACK["referer"]}">' in page.content.decode()
    assert "请写明" not in page.content.decode()
    again = clerk.post(url, {"reason": "错", "back": BACK["referer"]})
    assert "请写明移除的理由，至少 4 个字。" in again.content.decode()
    assert Attachment.objects.kept().count() == 1
    answer = clerk.post(url, {"reason": "传错了文件", "back": BACK["referer"]})
    assert (answer.url, Attachment.objects.kept().count()) == (BACK["referer"], 0)


@pytest.mark.parametrize("back", ["https://example.com/", "//example.com", "javascript:alert(1)", ""])
def test_removing_never_leads_out_of_the_site(clerk, row, back):
    answer = clerk.post(f"/files/attachments/{row.pk}/remove/", {"reason": "传错了文件", "back": back})
    assert answer.url == "/"


def test_a_file_of_a_slot_that_is_closed_now_stays(cast, row, clerk):
    Attachment.objects.update(slot="closed")
    assert told(clerk, f"/files/attachments/{row.pk}/remove/", {"reason": "传错了文件"}) == ["这个附件现在不能移除。"]


def test_markup_in_a_name_is_shown_as_typed(clerk, cast):
    row = send(cast.beijiao, "合同'onload=alert(1) &lt;b&gt;.pdf")
    page = clerk.post(f"/files/attachments/{row.pk}/remove/").content.decode()
    assert "合同&#x27;onload=alert(1) &amp;lt;b&amp;gt;.pdf" in page


def test_what_a_page_would_run_cannot_even_be_stored(cast):
    client = client_of(cast.beijiao)
    for name in ("a.js", "a.html", "a.svg", "a.pdf", "a.docx"):
        client.post(UPLOAD, {"file": uploaded(name, HTML)})
    assert (Attachment.objects.count(), xlsx()[:2]) == (0, b"PK")
