"""The administrator's pages are the administrator's alone; one's own pages are everybody's, and nobody else's."""

import pytest
from django.test import Client
from django.urls import reverse

from longting.accounts.models import Organisation, Post, User
from tests.factories import CAST, client_of, organisation

ADMIN_ONLY = [
    ("user-list", None),
    ("user-create", None),
    ("user-detail", "user"),
    ("user-edit", "user"),
    ("user-deactivate", "user"),
    ("user-activate", "user"),
    ("user-reset", "user"),
    ("user-import", None),
    ("user-import-commit", None),
    ("user-template", None),
    ("post-create", "user"),
    ("post-end", "post"),
    ("handover-create", None),
    ("handover-preview", None),
    ("organisation-list", None),
    ("organisation-create", None),
    ("organisation-edit", "organisation"),
    ("organisation-activate", "organisation"),
    ("organisation-deactivate", "organisation"),
    ("organisation-towns", None),
]
ACTS_ONLY = {
    "user-deactivate", "user-activate", "user-reset", "user-import-commit", "handover-preview",
    "organisation-activate", "organisation-deactivate", "organisation-towns",
}  # fmt: skip
MY_PAGES = ["me", "password-change", "factor-enrol"]
MY_ACTS = ["logout", "factor-remove", "sessions-end"]


def address(name, kind, cast):
    rows = {"user": cast.beijiao, "post": cast.beijiao.posts.get(), "organisation": organisation("北郊乡人民政府")}
    return reverse(f"accounts:{name}", args=[rows[kind].pk] if kind else [])


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (User, Post, Organisation)]


@pytest.mark.parametrize("who", [name for name in CAST if name != "admin"])
def test_only_the_administrator_reaches_the_administration(cast, who):
    client = client_of(getattr(cast, who))
    before = everything()
    for name, kind in ADMIN_ONLY:
        url = address(name, kind, cast)
        reads = [] if name in ACTS_ONLY else [client.get(url)]
        writes = (
            [] if name in ("user-list", "user-detail", "user-template", "organisation-list") else [client.post(url)]
        )
        assert {answer.status_code for answer in reads + writes} == {403}, name
    assert everything() == before


@pytest.mark.parametrize(("name", "kind"), ADMIN_ONLY)
def test_strangers_are_sent_to_the_login_page(cast, name, kind):
    url = address(name, kind, cast)
    client = Client()
    answer = client.post(url) if name in ACTS_ONLY else client.get(url)
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/account/login/")


@pytest.mark.parametrize("name", MY_PAGES)
@pytest.mark.parametrize("who", CAST)
def test_ones_own_pages_are_open_to_every_role(cast, who, name):
    assert client_of(getattr(cast, who)).get(reverse(f"accounts:{name}")).status_code == 200


@pytest.mark.parametrize("name", [*MY_PAGES, *MY_ACTS])
def test_ones_own_pages_are_closed_to_strangers(db, client, name):
    answer = client.post(reverse(f"accounts:{name}")) if name in MY_ACTS else client.get(reverse(f"accounts:{name}"))
    assert answer.status_code == 302


@pytest.mark.parametrize("name", [*ACTS_ONLY, *MY_ACTS])
def test_acts_are_no_pages(cast, name):
    kind = dict(ADMIN_ONLY).get(name)
    assert client_of(cast.admin).get(address(name, kind, cast)).status_code == 405


@pytest.mark.parametrize(
    "url", ["users/0/", "users/0/edit/", "users/0/posts/new/", "posts/0/end/", "organisations/0/edit/"]
)
def test_what_does_not_exist_is_not_found(cast, url):
    assert client_of(cast.admin).get(f"/account/{url}").status_code == 404


def test_a_post_without_the_security_token_changes_nothing(cast):
    client = Client(enforce_csrf_checks=True)
    client.cookies = client_of(cast.admin).cookies
    before = everything()
    for name, kind in ADMIN_ONLY:
        assert client.post(address(name, kind, cast)).status_code in (403, 405)
    assert everything() == before


@pytest.mark.parametrize(("name", "kind"), [pair for pair in ADMIN_ONLY if pair[0] not in ACTS_ONLY])
def test_looking_changes_nothing(cast, name, kind):
    client = client_of(cast.admin)
    before = everything()
    answer = client.get(address(name, kind, cast))
    answer.getvalue()  # a download is written while it is read
    assert (answer.status_code, everything()) == (200, before)


def test_fields_that_no_form_offers_are_ignored(cast):
    data = {"name": "李北", "phone": "", "version": 1, "reason": "本人来电申请"}
    extra = {"username": "root", "is_active": "", "must_change_password": "on", "password": "x", "pk": cast.admin.pk}
    client_of(cast.admin).post(f"/account/users/{cast.beijiao.pk}/edit/", data | extra)
    person = User.objects.get(pk=cast.beijiao.pk)
    assert (person.name, person.username, person.is_active, person.must_change_password) == (
        "李北",
        "beijiao",
        True,
        False,
    )
