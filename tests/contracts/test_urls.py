"""Who may ask what: every URL × {GET, POST} × everybody, compared with matrix.csv, the copy that people review.

A cell says `ok` (the act was let through, whatever the form then said), 403 (not this role), 404 (not in sight), 405
(not this verb) or `login` (sent to sign in). Rows belong to 北郊乡 or to the person who asks; for `outsider`, the clerk
of another unit, they belong to somebody else.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.checks import Error
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from longting.accounts.roles import Role
from longting.common.policy import check_policy, table, url_patterns
from longting.notices.views import notice_list
from longting.policy import POLICY
from projects.models.project import ProjectQuerySet
from tests import factories
from tests.conftest import QUICK_HASHERS
from tests.contracts.ground import ARGUMENTS, QUERIES, Ground

pytestmark = pytest.mark.django_db
#: Everybody of the matrix by role: the member of the cast who asks.
ASKERS = {
    "owner": "owner", "clerk": "beijiao", "unit_head": "beijiao_head", "department": "department",
    "officer": "officer", "office_head": "office_head", "committee": "committee", "leader": "leader",
    "service_officer": "service", "auditor": "auditor", "admin": "admin", "outsider": "outsider",
}  # fmt: skip
#: Pages that need no sign-in; AC-03 allows these and nothing else.
OPEN = {"accounts:login", "healthz", "readyz"}
OTHER_VERBS = ("PUT", "PATCH", "DELETE", "OPTIONS")


def read_matrix() -> dict[tuple[str, str], dict[str, str]]:
    """(URL name, verb) → who → cell."""
    with Path(__file__).with_name("matrix.csv").open(encoding="utf-8", newline="") as file:
        return {(row.pop("url"), row.pop("method")): row for row in csv.DictReader(file)}


MATRIX = read_matrix()
NAMES = sorted({name for name, _ in MATRIX})


def address(name: str, ground: Ground, user) -> tuple[str, str]:
    """The URL `name` about the row it means for `user`, and what is sent with it."""
    arguments = ARGUMENTS[name](ground, user) if name in ARGUMENTS else {}
    query = QUERIES[name](ground, user) if name in QUERIES else {}
    return reverse(name, kwargs=arguments, query=query), urlencode(query)


def ask(client: Client, name: str, verb: str, who: str, ground: Ground) -> str:
    """What the site answers, as a cell. Whatever the request changed is taken back."""
    person = getattr(ground.cast, ASKERS[who]) if who in ASKERS else None
    owner = ground.cast.officer if person is None or who == "outsider" else person
    url, sent = address(name, ground, owner)
    client.cookies.clear()
    if person:
        client.cookies[settings.SESSION_COOKIE_NAME] = ground.signed_in(person)
    with transaction.atomic():
        answer = client.generic(verb, url, sent, content_type="application/x-www-form-urlencoded")
        b"".join(answer.streaming_content if answer.streaming else ())  # read to its end, a file is closed
        transaction.set_rollback(True)
    return cell_of(answer)


def cell_of(answer) -> str:
    """The class of an answer."""
    if answer.status_code == 302 and answer.url.startswith(reverse(settings.LOGIN_URL)):
        return "login"
    refused = answer.status_code in (403, 404, 405) or answer.status_code >= 500
    return str(answer.status_code) if refused else "ok"


def faults(name: str, ground: Ground) -> Iterator[str]:
    """Cells of one URL that the site answers differently."""
    client = Client(raise_request_exception=False)
    for verb in ("GET", "POST"):
        for who, expected in MATRIX[name, verb].items():
            got = ask(client, name, verb, who, ground)
            if got != expected and not _signs_out(name, verb, who, got):
                yield f"{verb} {name} by {who}: {got}, not {expected}"


def _signs_out(name: str, verb: str, who: str, got: str) -> bool:
    """Signing out leads to the sign-in page too, which is the act and no refusal."""
    return (name, verb, got) == ("accounts:logout", "POST", "login") and who != "anonymous"


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker, _test_folder):
    """One cast and its rows for the whole module; each request is taken back on its own, all of it at the end."""
    ours = override_settings(PASSWORD_HASHERS=QUICK_HASHERS, MEDIA_ROOT=_test_folder / "files")
    with django_db_blocker.unblock(), transaction.atomic():
        with ours:
            made = Ground(factories.make_cast())
            made.prepare()
        yield made
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_the_matrix_holds(name, ground):
    found = list(faults(name, ground))
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("verb", OTHER_VERBS)
def test_every_other_verb_is_refused(verb, ground):
    client = Client(raise_request_exception=False)
    answers = {name: ask(client, name, verb, "officer", ground) for name in NAMES}
    assert {name: answer for name, answer in answers.items() if answer != "405"} == {}


def test_the_matrix_knows_every_url_and_role():
    names = [name for name, _ in url_patterns()]
    assert (sorted(set(names)), len(names)) == (NAMES, len(set(names)))
    assert {tuple(row) for row in MATRIX.values()} == {("anonymous", *Role, "outsider")}
    assert {verb for _, verb in MATRIX} == {"GET", "POST"} and len(MATRIX) == 2 * len(NAMES)


def test_every_url_with_arguments_has_a_row_to_be_about():
    with_arguments = {name for name, pattern in url_patterns() if pattern.pattern.converters}
    assert with_arguments == set(ARGUMENTS)


def test_every_object_is_out_of_an_outsiders_sight_or_act():
    """No row of another unit or person answers an outsider, apart from drafts, which are addressed by one's own id, and
    from issued lists, which are sent to every unit."""
    own = {"documents:draft-save", "documents:draft-discard"}
    own |= {f"approvals:issued-{what}" for what in ("detail", "workbook", "paper")}
    cells = {name: {MATRIX[name, verb]["outsider"] for verb in ("GET", "POST")} for name in set(ARGUMENTS) - own}
    assert {name: cell for name, cell in cells.items() if "ok" in cell} == {}


def open_pages() -> set[str]:
    """Addresses whose view asks nobody to sign in."""
    return {name for name, pattern in url_patterns() if not getattr(pattern.callback, "login_required", True)}


def test_only_the_listed_pages_are_open():
    assert open_pages() == OPEN
    assert {name for name, _ in MATRIX if MATRIX[name, "GET"]["anonymous"] == "ok"} == OPEN


def test_the_policy_table_and_the_urls_name_each_other():
    assert (check_policy(None), set(table())) == ([], set(NAMES))


LOOSENED = {name: type(rule)(rule.methods, (), rule.scope, rule.audit) for name, rule in POLICY.items()}
SHORTENED = {name: rule for name, rule in POLICY.items() if name != "desk:jobs"} | {"desk:gone": POLICY["desk:jobs"]}


def test_control_a_url_without_a_rule_and_a_rule_without_a_url_stop_the_start(settings):
    settings.POLICY = f"{__name__}.SHORTENED"
    missing = Error("网址 desk:jobs 没有写进权限表 longting/policy.py", id="longting.E001")
    assert check_policy(None) == [missing, Error("权限表里的 desk:gone 没有对应的网址", id="longting.E001")]


def test_control_a_page_that_asks_for_no_sign_in_is_reported(monkeypatch, ground):
    monkeypatch.setattr(notice_list, "login_required", False, raising=False)
    assert open_pages() - OPEN == {"notices:notice-list"}
    assert list(faults("notices:notice-list", ground))[0] == "GET notices:notice-list by anonymous: 500, not login"


def test_control_without_the_guard_nobody_is_sent_to_sign_in(settings, ground):
    guard = "django.contrib.auth.middleware.LoginRequiredMiddleware"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != guard]
    assert list(faults("desk:home", ground)) == [
        "GET desk:home by anonymous: ok, not login", "POST desk:home by anonymous: 405, not login",
    ]  # fmt: skip


def test_control_a_url_that_lost_its_permissions_is_reported(settings, ground):
    settings.POLICY = f"{__name__}.LOOSENED"
    found = list(faults("projects:rule-create", ground))
    assert "GET projects:rule-create by clerk: ok, not 403" in found


def test_control_rows_that_lost_their_scope_are_reported(monkeypatch, ground):
    monkeypatch.setattr(ProjectQuerySet, "visible_to", lambda rows, user: rows)
    assert list(faults("projects:project-detail", ground)) == [
        "GET projects:project-detail by department: ok, not 404",
        "GET projects:project-detail by outsider: ok, not 404",
    ]
