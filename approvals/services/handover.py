"""Hand-over (交接): texts about declarations that were begun and not sent. Named in settings.HANDOVER_TASKS.

Nothing else has to move: a declaration, a unit's report, a list waits for a unit and a role, and `created_by` only says
who began it.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from approvals.models import Declaration
from longting.accounts.models import Post
from longting.accounts.roles import GRANTS, Permission, Role
from longting.documents.models import FormDraft

#: The forms whose drafts are about one declaration, whose public id is their subject.
FORMS = {
    "declaration": "申报内容", "answers": "补正说明", "screening": "初审清单", "return": "退回意见",
    "verification": "核实记录",
}  # fmt: skip


@transaction.atomic
def hand_over(*, leaver, taker, day, actor) -> list[str]:
    """From `day` on, what `leaver` had typed about declarations that are now the taker's to work on is the taker's
    draft; where the taker has typed something, that stays. Returns one sentence for each draft."""
    drafts = list(FormDraft.objects.visible_to(leaver).filter(form__in=FORMS).order_by("form", "subject"))
    about = _declarations([draft.subject for draft in drafts], taker, day)
    taken = set(FormDraft.objects.visible_to(taker).values_list("form", "subject"))
    moved = [draft for draft in drafts if draft.subject in about and (draft.form, draft.subject) not in taken]
    FormDraft.objects.visible_to(leaver).filter(pk__in=[draft.pk for draft in moved]).update(user=taker)
    return [f"{about[draft.subject]}：没有提交的{FORMS[draft.form]}由{taker.name}接着写" for draft in moved]


def _declarations(subjects: list[str], taker, day) -> dict[str, str]:
    """Subject → name of those declarations that the taker's posts on `day` have to do with. `visible_to` speaks of
    today, and a hand-over may be dated back."""
    posts = list(Post.objects.in_force(day).filter(user=taker))
    units = [post.organisation_id for post in posts]
    ids = [subject for subject in subjects if _is_id(subject)]
    rows = Declaration.objects.filter(public_id__in=ids)
    if not any(Permission.VERIFY in GRANTS[Role(post.role)] for post in posts):
        rows = rows.filter(Q(applicant__in=units) | Q(unit__in=units))
    return {str(row.public_id): row.name for row in rows}


def _is_id(subject: str) -> bool:
    """A form for something new has no declaration yet."""
    try:
        return str(UUID(subject)) == subject
    except ValueError:
        return False
