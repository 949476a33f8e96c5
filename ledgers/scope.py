"""How far an import reaches: which projects it may meet and in the name of which units it may write."""

from django.db.models import QuerySet

from longting.accounts.models import Organisation
from longting.accounts.roles import Permission
from longting.audit.services import SYSTEM
from projects.models import Project


def projects_of(actor) -> QuerySet:
    """The projects a row may be; the machine (a dry run from the command line) sees all."""
    return Project.objects.all() if actor is SYSTEM else Project.objects.editable_by(actor)


def units_of(actor) -> QuerySet:
    """The units a row may name as responsible: all for those who see all, else one's own."""
    units = Organisation.objects.responsible()
    if actor is SYSTEM or actor.may(Permission.VIEW_ALL):
        return units
    return units.filter(pk__in=actor.organisation_ids)
