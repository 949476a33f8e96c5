"""The end of a signed override (资格改判失效): it was signed for facts, and these have changed."""

from collections.abc import Collection

from django.urls import reverse

from longting.accounts.roles import Role
from longting.accounts.selectors import users_holding
from longting.audit.services import Entry, record
from longting.common import clock
from longting.notices.services import notify
from projects.enums import Act, OverrideState
from projects.models import EligibilityOverride, Project
from projects.spoken_of import SPOKEN_OF, digest_of, moved

KIND = "override"
LAPSED = "{name}：已签批的资格改判失效，因为主档有改动：{moved}。现在按规则判定，仍要改判的请重新提出。"


def lapse_overrides(project: Project, touched: Collection[str], *, actor, today) -> None:
    """Signed overrides of `project` that were signed for other facts count no more. Called inside the transaction that
    changed the columns `touched`, the row of the project locked; the asker and the heads of the office hear of it."""
    if set(SPOKEN_OF).isdisjoint(touched):
        return
    signed = EligibilityOverride.objects.filter(project=project, state=OverrideState.SIGNED)
    for override in signed.exclude(facts_digest=digest_of(project)).select_related("requested_by"):
        _lapse(override, project, actor, today)


def _lapse(override: EligibilityOverride, project: Project, actor, today) -> None:
    words = moved(override.facts, project)
    override.state, override.lapsed_at, override.lapsed_for = OverrideState.LAPSED.value, clock.now(), words
    override.version += 1
    override.save(update_fields=["state", "lapsed_at", "lapsed_for", "version"])  # its project is locked
    changes = {"状态": [OverrideState.SIGNED.label, OverrideState.LAPSED.label]}
    text = f"{project.name}的资格改判失效：{words}"
    record(
        Entry(Act.OVERRIDE_LAPSE, KIND, override.pk, project.name, text, changes, project_id=project.pk), actor=actor
    )
    told = [*users_holding(Role.OFFICE_HEAD, today), override.requested_by]
    page = reverse("projects:project-detail", args=[project.public_id])
    notify(told, text=LAPSED.format(name=project.name, moved=words), url=page)
