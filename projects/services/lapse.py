"""The end of a signed override (资格改判失效): it was signed for facts, and these have changed."""

from collections.abc import Collection, Iterable, Iterator

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
BATCH = 500
LAPSED = "{name}：已签批的资格改判失效，因为主档有改动：{moved}。现在按规则判定，仍要改判的请重新提出。"


def lapse_overrides(changed: Iterable[tuple[Project, Collection[str]]], *, actor, today) -> None:
    """Signed overrides that were signed for other facts count no more. `changed`: projects with the columns touched.
    Called inside the transaction that changed them, their rows locked; askers and heads of the office hear of it."""
    spoken = {project.pk: project for project, touched in changed if not set(SPOKEN_OF).isdisjoint(touched)}
    lapsed = [one for one in _signed(sorted(spoken)) if one.facts_digest != digest_of(spoken[one.project_id])]
    heads = list(users_holding(Role.OFFICE_HEAD, today)) if lapsed else []
    for override in lapsed:
        _lapse(override, spoken[override.project_id], heads, actor)


def _signed(pks: list[int]) -> Iterator[EligibilityOverride]:
    """What is signed for these projects."""
    for start in range(0, len(pks), BATCH):
        signed = EligibilityOverride.objects.filter(project__in=pks[start : start + BATCH], state=OverrideState.SIGNED)
        yield from signed.select_related("requested_by").order_by("project", "pk")


def _lapse(override: EligibilityOverride, project: Project, heads: list, actor) -> None:
    words = moved(override.facts, project)
    override.state, override.lapsed_at, override.lapsed_for = OverrideState.LAPSED.value, clock.now(), words
    override.version += 1
    override.save(update_fields=["state", "lapsed_at", "lapsed_for", "version"])  # its project is locked
    changes = {"状态": [OverrideState.SIGNED.label, OverrideState.LAPSED.label]}
    text = f"{project.name}的资格改判失效：{words}"
    record(
        Entry(Act.OVERRIDE_LAPSE, KIND, override.pk, project.name, text, changes, project_id=project.pk), actor=actor
    )
    page = reverse("projects:project-detail", args=[project.public_id])
    notify([*heads, override.requested_by], text=LAPSED.format(name=project.name, moved=words), url=page)
