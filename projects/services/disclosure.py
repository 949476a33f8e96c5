"""What leaves the system is kept in the audit trail: telephone numbers shown (personal data), the list exported."""

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


@transaction.atomic
def record_pool_export(count: int, *, actor) -> None:
    """`count` projects of the list left the system as a workbook."""
    text = f"导出项目库清单，{count} 个项目"
    record(Entry(Act.PROJECT_EXPORT, "project_list", "", "项目库", text), actor=actor)
