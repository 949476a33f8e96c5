"""A person's own declarations that were returned: the first thing an applicant sees."""

from django.db.models import OuterRef, QuerySet, Subquery

from approvals.enums import Action, State
from approvals.models import Declaration, Step
from longting.accounts.roles import Permission

MOST_SHOWN = 10


def own_returned(user) -> QuerySet[Declaration]:
    """The applicant's returned declarations, the longest waiting first, each with `returned_by` and
    `returned_words` of its last return. Nothing for those who do not apply."""
    if not user.may(Permission.APPLY):
        return Declaration.objects.none()
    last = Step.objects.filter(declaration=OuterRef("pk"), action=Action.RETURN.value).order_by("-id")
    rows = Declaration.objects.visible_to(user).in_state(State.RETURNED).of_applicant(user)
    return rows.order_by("held_since", "id").annotate(
        returned_by=Subquery(last.values("organisation")[:1]), returned_words=Subquery(last.values("comment")[:1])
    )[:MOST_SHOWN]
