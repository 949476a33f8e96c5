"""The double click and the replayed request, for every act of the site: the second sending changes nothing more."""

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile

from longting.accounts.models import UserSession
from longting.audit import middleware
from longting.audit.models import ActToken
from longting.audit.services.once import new_token
from longting.common.policy import table
from tests.contracts.acts import ACTS, LOOKS, sending
from tests.contracts.ground import Ground

pytestmark = pytest.mark.django_db
#: Rows that tell of requests and not of acts.
TRACES = (Session, ActToken, UserSession)


@pytest.fixture
def ground(cast):
    return Ground(cast)


def stored() -> dict[str, list[str]]:
    """Every row of every table; of the sessions only which there are."""
    kept = [model for model in apps.get_models() if model not in TRACES]
    rows = {model._meta.label: sorted(map(repr, model._base_manager.values_list())) for model in kept}
    return rows | {"sessions": sorted(map(repr, UserSession.objects.values_list("user_id", "started_at")))}


def changed(before: dict, after: dict) -> list[str]:
    """Tables whose rows differ."""
    return sorted(label for label in after if before[label] != after[label])


def send(client, url: str, form: dict, token: str):
    """One sending of a form; its files begin anew."""
    for value in form.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    return client.post(url, form | {"once": token})


def twice(name: str, ground: Ground) -> tuple[list[str], list[str], list[int]]:
    """What the first sending of an act changed, what the second changed, and how both were answered."""
    here, url, form = sending(name, ground)
    token, start = new_token(), stored()
    first = send(here.client, url, form, token)
    between = stored()
    second = send(here.client, url, form, token)
    return changed(start, between), changed(between, stored()), [first.status_code, second.status_code]


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_sent_twice_is_done_once_and_recorded_as_the_policy_says(name, ground):
    first, second, answers = twice(name, ground)
    assert (first != [], "audit.AuditEvent" in first) == (True, bool(table()[name].audit)), answers
    assert (second, answers[1] in (302, 404, 409, 422)) == ([], True), answers


def test_every_address_that_takes_a_form_is_here():
    posts = {name for name, rule in table().items() if "POST" in rule.methods}
    assert (set(ACTS) | set(LOOKS), set(ACTS) & set(LOOKS)) == (posts, set())


@pytest.mark.parametrize("name", ["documents:attachment-upload", "projects:project-create"])
def test_control_an_act_without_its_token_is_done_twice(name, ground, monkeypatch):
    monkeypatch.setattr(middleware, "is_token", lambda token: False)
    assert twice(name, ground)[1] != []
