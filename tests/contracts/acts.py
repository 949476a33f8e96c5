"""Every act of the site as a browser sends it: who may do it, about which row, and a form that is accepted.

`ACTS` names for each POST address of the policy table either an act that changes something, or (in `LOOKS`) why sending
it again may do the same once more.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from ledgers.models import ImportBatch
from longting.accounts.forms.people import ConfirmForm
from longting.accounts.intake import Person
from longting.common import clock
from longting.documents.services.drafts import save_draft
from projects.models import EligibilityOverride
from tests import factories
from tests.accounts.test_services_factors import code_at
from tests.contracts.declaring import DECLARING
from tests.contracts.ground import ARGUMENTS, PDF, QUERIES, Ground
from tests.ledgers.books import book, brought, committed, row
from tests.projects.makers import REASON

WHY = "按任免文件办理"
VAGUE = row(total="近百亿元")


@dataclass(frozen=True)
class Act:
    """`who` of the cast sends `form(here)`; `at(here)` gives other arguments of the address than the matrix uses."""

    who: str
    form: Callable[[SimpleNamespace], dict] = field(default=lambda here: {})
    at: Callable[[SimpleNamespace], dict] | None = None


def sending(name: str, ground: Ground) -> tuple[SimpleNamespace, str, dict]:
    """The browser signed in, the address and the form of one act."""
    act = ACTS[name]
    user = getattr(ground.cast, act.who)
    here = SimpleNamespace(ground=ground, cast=ground.cast, user=user, client=factories.client_of(user))
    arguments = act.at(here) if act.at else ARGUMENTS[name](ground, user) if name in ARGUMENTS else {}
    query = QUERIES[name](ground, user) if name in QUERIES else {}
    return here, reverse(name, kwargs=arguments, query=query), act.form(here)


def _enrolment(here) -> dict:
    form = here.client.get(reverse("accounts:factor-enrol")).context["form"]
    return {"secret": form["secret"].value(), "code": code_at(clock.now(), form.secret_text)}


def _bound(here) -> dict:
    TOTPDevice.objects.create(user=here.user, name="手机验证码")
    return {"password": factories.PASSWORD}


def _elsewhere(here) -> dict:
    here.ground.session(here.user)
    return {}


def _closed(row) -> None:
    type(row).objects.filter(pk=row.pk).update(is_active=False)


def _activation(here) -> dict:
    _closed(here.cast.zhujian)
    return _state(here)


def _state(here) -> dict:
    return {"state-version": 1, "state-reason": WHY}


def _unit(name: str) -> Callable:
    return lambda here: {"pk": factories.organisation(name).pk}


def _closed_unit(here) -> dict:
    _closed(factories.organisation("区财政局"))
    return _state(here)


def _organisation(name: str, **more) -> dict:
    usual = {"code": "SJJ", "name": name, "short": name, "kind": "bureau", "parent": "", "order": 240, "uscc": ""}
    return usual | {"aliases": ""} | more


def _imported_people(here) -> dict:
    people = [Person("名册", 2, "李四", "li.si", "13800138000", "区财政局", "填报", "科员")]
    form = ConfirmForm.offer(people, clock.today())
    return {"people": form["people"].value(), "starts": form["starts"].value()}


def _post(here) -> dict:
    unit = factories.organisation("区财政局").pk
    return {"organisation": unit, "role": "department", "starts": clock.today().isoformat(), "reason": WHY}


def _handover(here) -> dict:
    taker, posts = factories.make_user("newcomer").pk, [here.cast.zhujian.posts.get().pk]
    return {"taker": taker, "posts": posts, "day": clock.today().isoformat(), "reason": WHY}


def _file(here) -> dict:
    return {"file": SimpleUploadedFile("现场.pdf", PDF)}


def _draft(here) -> dict:
    save_draft("project", "new", data=here.client.get("/").wsgi_request.GET, actor=here.user, now=clock.now())
    return {}


def _project(here) -> dict:
    return {
        "name": "世合节能门窗基地",
        "responsible": factories.organisation("北郊乡人民政府").pk,
        "checked_near": "on",
    }


def _override(here) -> dict:
    EligibilityOverride.objects.all().delete()
    return {"eligible": "no", "reason": REASON}


def _rule(here) -> dict:
    sent = {
        "label": "2027-1", "effective_from": "2099-01-01", "threshold": "6000", "major_threshold": "2亿元",
        "reason_min": "60", "basis": "龙项目办〔2027〕1号", "fields_text": "产业转型发展：工业",
    }  # fmt: skip
    return sent | {"seen": here.client.post(reverse("projects:rule-create"), sent).context["seen"]}


def _doubtful(here) -> dict:
    return {"public_id": brought(book(VAGUE), here.user).public_id}


def _choice(here) -> dict:
    return {"version": 2, f"d-{ImportBatch.objects.latest('pk').rows.get().pk}-total_investment": "@blank"}


def _good(here) -> dict:
    return {"public_id": brought(book(row()), here.user).public_id}


def _written(here) -> dict:
    here.batch = committed(book(row()), here.user)
    return {"public_id": here.batch.public_id}


def _yearless(here) -> dict:
    headings = ("项目名称", "责任单位", "总投资（万元）", "计划投资（万元）", "建设起止年限")
    return {"public_id": brought(book(row(), headings=headings, title="重点项目名单"), here.user).public_id}


def _view(here) -> dict:
    return {"list": "projects", "query": "", "back": reverse("projects:project-list"), "label": "在建"}


#: What changes something: a second sending of the very same form must change nothing more.
ACTS: dict[str, Act] = {
    "accounts:logout": Act("officer"),
    "accounts:password-change": Act("officer", lambda here: {
        "current": factories.PASSWORD, "new": "wuyu-Hao-2026", "again": "wuyu-Hao-2026",
    }),
    "accounts:factor-enrol": Act("officer", _enrolment),
    "accounts:factor-remove": Act("officer", _bound),
    "accounts:session-end": Act("officer"),
    "accounts:sessions-end": Act("officer", _elsewhere),
    "accounts:user-create": Act("admin", lambda here: {"username": "zhang.san", "name": "张三"}),
    "accounts:user-edit": Act("admin", lambda here: {"name": "赵小建", "phone": "", "version": 1, "reason": WHY}),
    "accounts:user-deactivate": Act("admin", _state),
    "accounts:user-activate": Act("admin", _activation),
    "accounts:user-reset": Act("admin", lambda here: {"reset-version": 1, "reset-reason": WHY}),
    "accounts:user-import-commit": Act("admin", _imported_people),
    "accounts:post-create": Act("admin", _post),
    "accounts:post-end": Act("admin", lambda here: {"ends": clock.today().isoformat(), "reason": WHY}),
    "accounts:handover-create": Act("admin", _handover),
    "accounts:organisation-create": Act("admin", lambda here: _organisation("区审计局")),
    "accounts:organisation-edit": Act(
        "admin", lambda here: _organisation("区财政审计局", version=1, reason=WHY), _unit("区财政局")
    ),
    "accounts:organisation-activate": Act("admin", _closed_unit, _unit("区财政局")),
    "accounts:organisation-deactivate": Act("admin", _state, _unit("区财政局")),
    "accounts:organisation-towns": Act("admin"),
    "notices:notice-open": Act("officer"),
    "notices:notice-read-all": Act("officer", lambda here: {"x": here.ground.notice(here.user).pk}),
    "documents:attachment-upload": Act("officer", _file),
    "documents:attachment-remove": Act("officer", lambda here: {"reason": WHY}),
    "documents:draft-discard": Act("officer", _draft),
    "projects:project-create": Act("officer", _project),
    "projects:project-edit": Act("officer", lambda here: _project(here) | {"version": 1, "reason": WHY}),
    "projects:override-request": Act("officer", _override),
    "projects:override-sign": Act("office_head", lambda here: {"version": 1, "note": "同意"}),
    "projects:override-refuse": Act("office_head", lambda here: {"version": 1, "note": "不同意"}),
    "projects:rule-create": Act("office_head", _rule),
    "projects:entry-edit": Act("officer", lambda here: {"version": 1, "reason": WHY, "remark": "核对计划"}),
    "ledgers:import-create": Act("officer", lambda here: {
        "kind": "annual_list", "file": SimpleUploadedFile("名单.xlsx", book(row())),
    }),
    "ledgers:import-check": Act("officer", lambda here: {"version": 2, "year": 2026}, _yearless),
    "ledgers:import-resolve": Act("officer", _choice, _doubtful),
    "ledgers:import-commit": Act("officer", lambda here: {"version": 2}, _good),
    "ledgers:import-again": Act("officer", lambda here: {"version": here.batch.version}, _written),
    "ledgers:import-discard": Act("officer", lambda here: {"version": 2}, _good),
    "ledgers:view-create": Act("officer", _view),
    "ledgers:view-remove": Act("officer"),
}  # fmt: skip

ACTS |= {f"approvals:{name}": Act(who, form, at) for name, (who, form, at) in DECLARING.items()}

#: Addresses that take POST and may be sent again, and why that is right.
LOOKS = {
    "accounts:login": "a password shown twice is two sign-ins, counted against the sessions of the person",
    "accounts:second-factor": "a code counts once, whoever sends it again (test_services_factors)",
    "accounts:user-import": "shows what a workbook would do, writes nothing",
    "accounts:handover-preview": "shows what would move, writes nothing",
    "audit:chain-verify": "reads the chain, writes nothing",
    "documents:draft-save": "saving replaces what was kept; autosave sends the same form for minutes",
    "approvals:bulk-preview": "shows what would be done, writes nothing",
    "projects:contacts-reveal": "every look at telephone numbers is recorded, the second too",
}
