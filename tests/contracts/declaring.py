"""The acts of the four stages as a browser sends them (see acts.py): each about a declaration, report or list brought
to the state from which the act goes on."""

from collections.abc import Callable
from datetime import timedelta

from approvals.checklist import SCREENING, VERIFICATION
from approvals.enums import Action, ResolutionKind
from approvals.models import Declaration
from approvals.services.batches import open_batch
from approvals.services.lists import keep_rest
from approvals.windows import year_to_declare
from longting.common import clock
from tests import factories
from tests.approvals import makers

WHY = "按会议意见办理"


def one(maker: Callable[..., Declaration]) -> Callable:
    """The address of a declaration made for the act."""

    def at(here) -> dict:
        here.row = maker(here.cast)
        here.row.refresh_from_db()
        return {"public_id": here.row.public_id}

    return at


def a_list(maker: Callable[..., Declaration]) -> Callable:
    """The address of the list that a declaration made for the act stands on."""

    def at(here) -> dict:
        here.row = maker(here.cast)
        return {"year": makers.YEAR, "batch": 1}

    return at


def a_report(sent: bool) -> Callable:
    """The address of a report of 北郊乡, before or after it went to its head."""

    def at(here) -> dict:
        row = makers.screened(here.cast)
        make = makers.signing if sent else _report
        here.batch = make(here.cast, row)
        here.batch.refresh_from_db()
        return {"public_id": here.batch.public_id}

    return at


def _report(cast, row):
    return open_batch(row.unit, year=row.year, actor=cast.beijiao)


def seen(here) -> dict:
    """The version of the declaration on the page."""
    return {"version": here.row.version}


def reason(here) -> dict:
    return seen(here) | {"comment": WHY}


def list_seen(here) -> dict:
    return {"version": makers.the_list().version, "comment": WHY}


def batch_seen(here) -> dict:
    return {"version": here.batch.version, "comment": WHY}


def answered(cast) -> Declaration:
    """Returned, mended and sent again: its opinion waits to be settled."""
    row = makers.submitted(cast)
    notes = [{"section": "money", "text": "请补充证明"}]
    makers.act(row, Action.RETURN, cast.beijiao, notes=notes)
    return makers.act(row, Action.SUBMIT, cast.owner)


def sent_back(cast) -> Declaration:
    """Returned: what is mended from now on is recorded."""
    return makers.act(makers.submitted(cast), Action.RETURN, cast.beijiao)


def ready(cast) -> Declaration:
    return makers.checked(makers.submitted(cast), cast)


def found_true(cast) -> Declaration:
    return makers.verified(makers.verifying(cast), cast)


def all_kept(cast) -> Declaration:
    """Every entry agreed to and the committee's meeting noted."""
    row = makers.before_committee(cast)
    keep_rest(makers.the_list(), version=makers.the_list().version, actor=cast.committee)
    makers.decided(ResolutionKind.COMMITTEE, cast.committee)
    return row


def consented(cast) -> Declaration:
    """Endorsed, and the district's approval noted with its scan."""
    row = makers.endorsed(cast)
    makers.decided(ResolutionKind.DISTRICT, cast.committee, number="龙文〔2027〕5号")
    return row


def entry(here) -> dict:
    here.row = makers.before_committee(here.cast)
    return {"pk": here.row.entry_id}


def checklist(here) -> dict:
    answers = {f"answer_{item.key}": "yes" for item in SCREENING}
    return seen(here) | answers | {"note": "同意上报"}


def record(here) -> dict:
    answers = {f"answer_{item.key}": "yes" for item in VERIFICATION}
    return {"version": 0, "findings": "与申报一致", "conclusion": "true"} | answers


def begun(here) -> dict:
    unit = factories.organisation("北郊乡人民政府").pk
    list_key = f"{year_to_declare(clock.today())}-1"
    return {"target": list_key, "name": "龙亭区另一个新项目", "unit": unit, "checked_near": "on"}


def typed(here) -> dict:
    """The application as its page shows it, one word changed."""
    page = here.client.get(f"/declarations/{here.row.public_id}/edit/")
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: _sent(value) for name, value in values.items() if value is not None} | {"goal": "完成二层"}


def _sent(value) -> str:
    return "on" if value is True else "" if value is False else str(value)


def resolved(here) -> dict:
    day = (clock.today() - timedelta(days=1)).isoformat()
    return {"version": makers.the_list().version, "number": "龙文〔2027〕9号", "decided_on": day, "note": "同意"}


def issue(here) -> dict:
    day = (clock.today() - timedelta(days=1)).isoformat()
    return {"version": makers.the_list().version, "number": makers.NUMBER, "issued_on": day}


def arranged(here) -> dict:
    pk = here.batch.items.get().declaration_id
    return {"version": here.batch.version, "opinion": "同意上报", f"keep_{pk}": "on", f"order_{pk}": 1}


def opened(here) -> dict:
    row = makers.screened(here.cast)
    return {"unit": row.unit_id, "year": row.year, "batch": row.batch}


def several(here) -> dict:
    row = makers.reported(here.cast)
    return {"action": Action.RECEIVE.value, "row": f"{row.pk}-{row.version}"}


def window(here) -> dict:
    return {"version": 0, "opens_on": "2027-07-01", "closes_on": "2027-07-20", "note": "年中调整"}


def settled(here) -> dict:
    return {"pk": answered(here.cast).notes.get().pk}


#: Act of the site → who does it, what is sent, and about what.
DECLARING: dict[str, tuple] = {
    "declaration-create": ("owner", begun, None),
    "declaration-edit": ("owner", typed, one(sent_back)),
    "declaration-submit": ("owner", seen, one(makers.make_draft)),
    "declaration-recall": ("owner", seen, one(makers.submitted)),
    "declaration-withdraw": ("owner", reason, one(makers.submitted)),
    "declaration-screen": ("beijiao", checklist, one(makers.submitted)),
    "declaration-pass": ("beijiao", seen, one(ready)),
    "declaration-unpass": ("beijiao", reason, one(makers.screened)),
    "declaration-return": ("beijiao", reason, one(makers.submitted)),
    "declaration-reject": ("beijiao_head", reason, one(makers.submitted)),
    "declaration-receive": ("officer", seen, one(makers.reported)),
    "declaration-verify": ("officer", record, one(makers.verifying)),
    "declaration-shortlist": ("officer", seen, one(found_true)),
    "declaration-remove": ("officer", reason, one(makers.shortlisted)),
    "declaration-transfer": ("officer", reason, one(lambda cast: makers.late(cast, makers.verifying(cast)))),
    "declaration-decline": ("officer", reason, one(makers.verifying)),
    "note-settle": ("beijiao", lambda here: {}, settled),
    "bulk-act": ("officer", several, None),
    "batch-open": ("beijiao", opened, None),
    "batch-arrange": ("beijiao", arranged, a_report(sent=False)),
    "batch-submit": ("beijiao", batch_seen, a_report(sent=False)),
    "batch-return": ("beijiao_head", batch_seen, a_report(sent=True)),
    "batch-sign": ("beijiao_head", batch_seen, a_report(sent=True)),
    "list-submit": ("office_head", list_seen, a_list(makers.shortlisted)),
    "list-return": ("committee", list_seen, a_list(makers.before_committee)),
    "list-keep-rest": ("committee", list_seen, a_list(makers.before_committee)),
    "list-endorse": ("committee", list_seen, a_list(all_kept)),
    "list-reopen": ("committee", list_seen, a_list(makers.endorsed)),
    "list-approve": ("committee", list_seen, a_list(consented)),
    "list-issue": ("office_head", issue, a_list(makers.approved)),
    "entry-decide": ("committee", lambda here: {"version": 1, "decision": "struck", "note": WHY}, entry),
    "resolution-committee": ("committee", resolved, a_list(makers.before_committee)),
    "resolution-district": ("committee", resolved, a_list(makers.endorsed)),
    "window-edit": ("officer", window, lambda here: {"year": 2027, "batch": 2}),
}
