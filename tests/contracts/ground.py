"""The rows behind the URLs of the matrix: one project of 北郊乡 with everything that hangs on it, made when asked for.

`ARGUMENTS` says for each URL with arguments which row it is about. A row of the project is the same for everybody; a
personal row (notice, session, view, export) belongs to the person named.
"""

from datetime import timedelta
from functools import cached_property
from types import SimpleNamespace
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from approvals.enums import Action
from approvals.models import Declaration, SectionNote
from ledgers import vault
from ledgers.models import ImportBatch, SavedView
from longting.accounts.models import UserSession
from longting.audit.models import AuditEvent, Job, JobState
from longting.common import clock
from longting.documents.services import upload_attachment
from longting.notices.models import Notice
from projects.enums import Part
from projects.models import AnnualList, EligibilityOverride, ListEntry, Participant, Project
from projects.selectors import attachment_subject
from projects.services.lists import open_list, put_entry
from tests import factories
from tests.approvals import makers as declarations
from tests.projects.makers import make_override, make_project

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"


class Ground:
    """Everything the URLs are about, around the people of `cast`."""

    def __init__(self, cast: SimpleNamespace):
        self.cast = cast
        self._sessions: dict[int, str] = {}

    def prepare(self) -> None:
        """Make everything that is shared now, so that no single test takes it back."""
        for name in (
            "project",
            "override",
            "entry",
            "annual_list",
            "attachment",
            "event",
            "batch",
            "declaration",
            "issued",
            "note",
        ):
            getattr(self, name)
        for person in vars(self.cast).values():
            self.signed_in(person)

    def signed_in(self, user) -> str:
        """The key of a session in which `user` is signed in; one per person."""
        if user.pk not in self._sessions:
            self._sessions[user.pk] = factories.client_of(user).session.session_key
        return self._sessions[user.pk]

    @cached_property
    def project(self) -> Project:
        """Responsible is 北郊乡, owner the demo company, 首席服务官 the cast's."""
        company = self.cast.owner.posts.get().organisation
        project = make_project(responsible=self.cast.beijiao.posts.get().organisation, owner=company)
        since = clock.today() - timedelta(days=1)
        fields = {"part": Part.SERVICE_OFFICER, "user": self.cast.service, "name": self.cast.service.name}
        Participant.objects.create(project=project, since=since, **fields)
        return project

    @cached_property
    def override(self) -> EligibilityOverride:
        return make_override(self.project, self.cast.officer)

    @cached_property
    def annual_list(self) -> AnnualList:
        return self.entry.annual_list

    @cached_property
    def entry(self) -> ListEntry:
        made = open_list(2026, actor=self.cast.officer)
        return put_entry(made, self.project, values={}, actor=self.cast.officer)

    @cached_property
    def attachment(self):
        owner = attachment_subject(self.cast.officer, str(self.project.public_id))
        file = SimpleUploadedFile("立项文件.pdf", PDF)
        return upload_attachment(owner, kind="project", slot="approval", file=file, actor=self.cast.officer)

    @cached_property
    def event(self) -> AuditEvent:
        return AuditEvent.objects.about("project", self.project.pk).first()

    @cached_property
    def batch(self) -> ImportBatch:
        officer = self.cast.officer
        fields = {"kind": "annual_list", "filename": "名单.xlsx", "sha256": "0" * 64, "size": 1}
        unit = officer.posts.get().organisation
        return ImportBatch.objects.create(organisation=unit, created_by=officer, created_at=clock.now(), **fields)

    @cached_property
    def declaration(self) -> Declaration:
        """Of the demo company, waiting to be screened by 北郊乡."""
        return declarations.submitted(self.cast, name="龙亭区待初审测试项目")

    @cached_property
    def note(self) -> SectionNote:
        """An opinion on a declaration that was returned and has come back."""
        row = declarations.submitted(self.cast, name="龙亭区补正测试项目")
        notes = [{"section": "money", "text": "请补充资金来源证明"}]
        declarations.act(row, Action.RETURN, self.cast.beijiao, notes=notes)
        declarations.act(row, Action.SUBMIT, self.cast.owner)
        return row.notes.get()

    @cached_property
    def issued(self) -> Declaration:
        """On the issued list of 2027, reported by 北郊乡. The others are begun before: an issued list takes no more."""
        assert self.declaration and self.note
        return declarations.issued(self.cast, name="龙亭区已印发测试项目")

    def notice(self, user) -> Notice:
        text = f"第 {Notice.objects.count()} 件事。"
        return Notice.objects.create(user=user, text=text, day=clock.today(), created_at=clock.now())

    def session(self, user) -> UserSession:
        now = clock.now()
        return UserSession.objects.create(user=user, session_key=uuid4().hex, started_at=now, seen_at=now)

    def view(self, user) -> SavedView:
        fields = {"list_key": "projects", "label": uuid4().hex[:8], "created_at": clock.now()}
        return SavedView.objects.create(user=user, **fields)

    def export(self, user) -> Job:
        file = vault.keep(vault.EXPORTS, b"x")
        result = {"file": file, "filename": "项目库.xlsx", "rows": 1, "sha256": "0" * 64}
        payload = {"url_name": _list_for(user), "query": ""}
        fields = {"state": JobState.DONE, "payload": payload, "result": result, "actor_id": str(user.pk)}
        return Job.objects.create(kind="export_list", key=uuid4().hex, created_at=clock.now(), **fields)


LIST_KEYS = {"projects:project-list": "projects", "accounts:user-list": "users"}


def _list_for(user) -> str:
    """A list page that `user` may open."""
    return "projects:project-list" if user.may("view_projects") else "accounts:user-list"


def _project(ground: Ground, user) -> dict:
    return {"public_id": ground.project.public_id}


def _list(ground: Ground, user) -> dict:
    return {"year": ground.annual_list.year, "batch": ground.annual_list.batch}


def _batch(ground: Ground, user) -> dict:
    return {"public_id": ground.batch.public_id}


def _person(ground: Ground, user) -> dict:
    return {"pk": ground.cast.zhujian.pk}


def _unit(ground: Ground, user) -> dict:
    return {"pk": factories.organisation("北郊乡人民政府").pk}


def _slot(ground: Ground, user) -> dict:
    return {"kind": "project", "subject": ground.project.public_id, "slot": "approval"}


def _declaration(ground: Ground, user) -> dict:
    return {"public_id": ground.declaration.public_id}


def _report(ground: Ground, user) -> dict:
    return {"public_id": ground.issued.batch_items.get().batch.public_id}


def _year(ground: Ground, user) -> dict:
    return {"year": ground.issued.year, "batch": ground.issued.batch}


_ON_ONE = (
    "detail", "compare", "paper", "steps", "edit", "submit", "recall", "withdraw", "screen", "pass", "unpass", "return",
    "reject", "receive", "verify", "shortlist", "remove", "transfer", "decline",
)  # fmt: skip
_ON_LIST = (
    "draft-detail", "list-submit", "list-return", "list-keep-rest", "resolution-committee", "list-endorse",
    "list-reopen", "resolution-district", "list-approve", "list-issue", "issued-detail", "issued-workbook",
    "issued-paper", "window-edit",
)  # fmt: skip

#: URL name → the arguments of a row for `user`; a URL that is not here takes none.
ARGUMENTS = {
    "accounts:session-end": lambda ground, user: {"pk": ground.session(user).pk},
    "accounts:post-end": lambda ground, user: {"pk": ground.cast.zhujian.posts.get().pk},
    "audit:event-detail": lambda ground, user: {"seq": ground.event.seq},
    "notices:notice-open": lambda ground, user: {"pk": ground.notice(user).pk},
    "documents:attachment-upload": _slot,
    "documents:attachment-download": lambda ground, user: {"pk": ground.attachment.pk},
    "documents:attachment-remove": lambda ground, user: {"pk": ground.attachment.pk},
    "documents:draft-save": lambda ground, user: {"form": "project", "subject": "new"},
    "documents:draft-discard": lambda ground, user: {"form": "project", "subject": "new"},
    "projects:override-sign": lambda ground, user: {"pk": ground.override.pk},
    "projects:override-refuse": lambda ground, user: {"pk": ground.override.pk},
    "projects:entry-edit": lambda ground, user: {"pk": ground.entry.pk},
    "ledgers:view-remove": lambda ground, user: {"pk": ground.view(user).pk},
    "ledgers:export-detail": lambda ground, user: {"pk": ground.export(user).pk},
    "ledgers:export-download": lambda ground, user: {"pk": ground.export(user).pk},
}
ARGUMENTS |= dict.fromkeys(
    (f"accounts:user-{act}" for act in ("detail", "edit", "deactivate", "activate", "reset")), _person
)
ARGUMENTS |= {"accounts:post-create": _person, "ledgers:import-template": lambda ground, user: {"kind": "annual_list"}}
ARGUMENTS |= dict.fromkeys((f"accounts:organisation-{act}" for act in ("edit", "activate", "deactivate")), _unit)
ARGUMENTS |= dict.fromkeys(
    (f"projects:{act}" for act in ("project-detail", "project-edit", "project-history", "contacts-reveal")), _project
)
ARGUMENTS |= {"projects:override-request": _project, "projects:list-detail": _list, "projects:list-ledger": _list}
ARGUMENTS |= dict.fromkeys(
    (
        f"ledgers:import-{act}"
        for act in ("detail", "progress", "check", "resolve", "commit", "again", "discard", "marked")
    ),
    _batch,
)
ARGUMENTS |= dict.fromkeys((f"approvals:declaration-{act}" for act in _ON_ONE), _declaration)
ARGUMENTS |= dict.fromkeys((f"approvals:batch-{a}" for a in ("detail", "arrange", "submit", "return", "sign")), _report)
ARGUMENTS |= dict.fromkeys((f"approvals:{name}" for name in _ON_LIST), _year)
ARGUMENTS |= {
    "approvals:note-settle": lambda ground, user: {"pk": ground.note.pk},
    "approvals:entry-decide": lambda ground, user: {"pk": ground.issued.entry_id},
}
#: What must be sent besides, in the address and in the form.
QUERIES = {
    "accounts:handover-create": lambda ground, user: {"leaver": ground.cast.zhujian.pk},
    "accounts:handover-preview": lambda ground, user: {"leaver": ground.cast.zhujian.pk},
    "ledgers:view-create": lambda ground, user: {
        "list": LIST_KEYS[_list_for(user)], "back": reverse(_list_for(user)),
    },
}  # fmt: skip
