"""Showing telephone numbers: an act of its own, kept in the audit trail (personal data)."""

from django.db import transaction

from longting.audit.services import Entry, record
from projects.enums import Act
from projects.models import Project, ProjectContact


@transaction.atomic
def reveal_contacts(project: Project, *, actor) -> list[ProjectContact]:
    """The contacts of the project with their numbers, and a record of who looked. The numbers are not recorded."""
    contacts = list(project.contacts.all())
    text = f"查看{project.name}的联系电话，{len(contacts)} 人"
    record(Entry(Act.CONTACTS_REVEAL, "project", project.pk, project.name, text, project_id=project.pk), actor=actor)
    return contacts
