"""Demo declarations: one or more in every state of the four stages, brought there by the acts of the demo people."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from approvals.checklist import SCREENING, VERIFICATION
from approvals.enums import Action, Answer, BatchAction, Conclusion, ListAction, ResolutionKind
from approvals.models import Declaration
from approvals.selectors.attachments import declaration_subject, resolution_subject
from approvals.selectors.windows import window_of
from approvals.services.acts import perform
from approvals.services.batches import move_batch, open_batch
from approvals.services.drafting import begin_declaration, save_declaration
from approvals.services.lists import keep_rest, move_list, record_resolution
from approvals.services.screening import fill_checklist
from approvals.services.verifying import save_verification
from approvals.services.windows import set_window
from approvals.windows import WindowState, year_to_declare
from longting.accounts.models import Organisation
from longting.common.periods import Month
from longting.documents.services import upload_attachment
from projects.enums import Duty, Source, Stage
from projects.models import AnnualList
from projects.services.lists import change_entry
from projects.services.projects import change_project

SOURCE = Path(__file__).resolve().parent.parent / "data" / "demo_declarations.csv"
REASON = (
    "项目关系辖区群众的基本公共服务，已列入区政府年度民生实事和城市建设计划，"
    "建成后直接服务周边居民，影响范围覆盖全区（演示数据）。"
)
UNITS = {
    "410202201": {"applicant": "owner", "clerk": "beijiao", "head": "beijiao_head"},
    "ZJJ": {"applicant": "zhujian", "clerk": "zhujian", "head": "zhujian_head"},
}
MARK = "演示数据"
#: How far each state is along the way; what ended early branches off.
WAY = ("draft", "submitted", "screened", "reported", "verifying", "verified", "shortlisted")
BRANCH = {"returned": "submitted", "rejected": "submitted", "withdrawn": "submitted", "declined": "verified"}
ENDS = {"rejected": Action.REJECT, "withdrawn": Action.WITHDRAW, "declined": Action.DECLINE}
COMMENTS = {
    "rejected": "产品属于产业结构调整指导目录限制类，不符合区产业规划（演示数据）。",
    "withdrawn": "投资方案有重大调整，明年再申报（演示数据）。",
    "declined": "用地尚未落实，当年不具备开工条件。落实用地后可重新申报（演示数据）。",
}
NOTES = (
    {"section": "money", "text": "资金来源只写了企业自筹，请补充银行贷款意向或自有资金证明。"},
    {"section": "site", "text": "前期进展没有写用地取得情况，请写明地块编号和预审意见。"},
)


class Stage4:
    """Acts on the lists of stage four; `today` is a day within the window of the list."""

    def __init__(self, cast: dict, today: date):
        self.cast, self.today = cast, today

    def move(self, row: AnnualList, action: ListAction, by: str, **more) -> AnnualList:
        row.refresh_from_db()
        return move_list(row, action, version=row.version, actor=self.cast[by], today=self.today, **more)

    def decide(self, row: AnnualList, kind: ResolutionKind, number: str, slot: str) -> None:
        """Note a decision with its scan."""
        row.refresh_from_db()
        found = record_resolution(
            row, kind, number=number, decided_on=self.today, note="同意（演示数据）", version=row.version,
            actor=self.cast["committee"], today=self.today,
        )  # fmt: skip
        owner = resolution_subject(self.cast["committee"], str(found.pk))
        upload_attachment(owner, kind="resolution", slot=slot, file=_paper(), actor=self.cast["committee"])

    def bring(self, row: AnnualList, state: str) -> None:
        """endorsed, approved or issued, from a draft."""
        self.move(row, ListAction.SUBMIT, "office_head")
        row.refresh_from_db()
        keep_rest(row, version=row.version, actor=self.cast["committee"])
        self.decide(row, ResolutionKind.COMMITTEE, f"演示纪要〔{row.year}〕{row.batch}号", "minutes")
        self.move(row, ListAction.ENDORSE, "committee")
        if state == "endorsed":
            return
        self.decide(row, ResolutionKind.DISTRICT, f"演示批复〔{row.year}〕{row.batch}号", "scan")
        self.move(row, ListAction.APPROVE, "committee")
        if state == "issued":
            number = f"龙项目办〔{row.year}〕{10 + row.batch}号"
            self.move(row, ListAction.ISSUE, "office_head", number=number, issued_on=self.today)


@transaction.atomic
def load_declarations(cast: dict, today: date) -> int:
    """The demo declarations and lists in every state; returns how many are new."""
    if Declaration.objects.filter(is_demo=True).exists():
        return 0
    year = year_to_declare(today)
    _open_window(year, cast, today)
    with SOURCE.open(encoding="utf-8", newline="") as source:
        made = [_Applicant(row, cast, year, today) for row in csv.DictReader(source)]
    waiting = [one for one in made if one.row["state"] == "screened"]
    for step in WAY:
        for one in made:
            if step in one.way and not (one in waiting and step == "screened"):
                one.take(step)
        if step == "screened":
            _report(made, cast)
    for one in waiting:
        one.take("screened")
    for one in made:
        one.branch_off()
    for batch, state in (("2", "issued"), ("3", "approved"), ("4", "endorsed")):
        found = AnnualList.objects.get(year=year - 1, batch=int(batch))
        Stage4(cast, _day_of(year - 1, int(batch), today)).bring(found, state)
    past = AnnualList.objects.filter(year=2025, batch=1).first()
    if past:
        Stage4(cast, min(today, date(2025, 3, 21))).bring(past, "issued")
    return len(made)


class _Applicant:
    """One declaration on its way to the state of its row."""

    def __init__(self, row: dict, cast: dict, year: int, today: date):
        self.row, self.cast = row, cast
        self.batch = 1 if row["list"] == "next" else int(row["list"])
        self.year = year if row["list"] == "next" else year - 1
        self.today = today if row["list"] == "next" else _day_of(self.year, self.batch, today)
        unit = UNITS[row["unit"]]
        self.applicant, self.clerk, self.head = cast[unit["applicant"]], cast[unit["clerk"]], cast[unit["head"]]

    @property
    def way(self) -> tuple[str, ...]:
        """The steps this declaration takes."""
        state = self.row["state"]
        target = BRANCH.get(state, state if state in WAY else "shortlisted")
        return WAY[: WAY.index(target) + 1]

    def take(self, step: str) -> None:
        """One step of the way; reporting is done for whole reports."""
        if step != "reported":
            getattr(self, f"_{step}")()

    def branch_off(self) -> None:
        """What ends a way early."""
        state = self.row["state"]
        if state == "returned":
            self._act(Action.RETURN, self.clerk, comment="请按意见补正后重新提交。", notes=NOTES)
        elif state in COMMENTS:
            actor = {"rejected": self.head, "withdrawn": self.applicant, "declined": self.cast["officer"]}[state]
            self._act(ENDS[state], actor, comment=COMMENTS[state])

    def _draft(self) -> None:
        unit = Organisation.objects.get(code=self.row["unit"])
        found = begin_declaration(
            None, name=self.row["name"], unit=unit, year=self.year, batch=self.batch, actor=self.applicant,
            today=self.today, is_demo=True,
        )  # fmt: skip
        found = save_declaration(
            found, values=self._facts(), version=found.version, actor=self.applicant, today=self.today
        )
        change_project(
            found.project, values={"remark": MARK}, version=1, reason=MARK, actor=self.cast["officer"], today=self.today
        )
        owner = declaration_subject(self.applicant, str(found.public_id))
        for slot in ("application", "filing"):
            upload_attachment(owner, kind="declaration", slot=slot, file=_paper(), actor=self.applicant)
        self.found = found

    def _facts(self) -> dict:
        row, total = self.row, Decimal(self.row["total"])
        own = Decimal(round(total * Decimal("0.6")))
        public = row["limb"] != "plan"
        first, second = (Source.DISTRICT, Source.BOND) if public else (Source.OWN, Source.LOAN)
        return {
            "name": row["name"], "field": row["field"], "nature": row["nature"], "stage": Stage.NEW.value,
            "owner_name": self.applicant.organisation_name, "town": "410202201", "address": "复兴大道北",
            "content": f"{row['content']}。", "total_investment": total,
            "funds": [{"source": first.value, "amount": own}, {"source": second.value, "amount": total - own}],
            "land_mu": Decimal("120"), "progress": "已办理立项备案，正在办理用地预审（演示数据）。",
            "start_month": Month(self.year, 3), "end_month": Month(self.year + 1, 12),
            "annual_plan": Decimal(row["plan"]), "goal": row["goal"], "plan_start": Month(self.year, 3),
            "fits_plan": True if row["limb"] == "plan" else None,
            "is_infrastructure": row["limb"] == "infrastructure", "is_livelihood": row["limb"] == "livelihood",
            "limb_reason": REASON if public else "",
            "contacts": [{"duty": Duty.OWNER_CONTACT.value, "name": "联系人", "phone": "13800002001"}],
        }  # fmt: skip

    def _act(self, action: Action, actor, **more) -> None:
        self.found.refresh_from_db()
        self.found = perform(self.found, action, version=self.found.version, actor=actor, today=self.today, **more)

    def _submitted(self) -> None:
        self._act(Action.SUBMIT, self.applicant)

    def _screened(self) -> None:
        self.found.refresh_from_db()
        answers = {item.key: {"answer": Answer.YES.value, "note": ""} for item in SCREENING}
        fill_checklist(
            self.found, answers=answers, note="材料齐全，同意上报。", version=self.found.version, actor=self.clerk
        )
        self._act(Action.PASS, self.clerk)

    def _verifying(self) -> None:
        self._act(Action.RECEIVE, self.cast["officer"])

    def _verified(self) -> None:
        values = {
            "answers": {item.key: {"answer": Answer.YES.value, "note": ""} for item in VERIFICATION},
            "visited_on": self.today, "visitors": "经办人乙、乡经办人甲", "conclusion": Conclusion.TRUE.value,
            "findings": "申报材料与原件一致，地块已平整，具备开工条件（演示数据）。",
        }  # fmt: skip
        save_verification(self.found, values=values, version=0, actor=self.cast["officer"], today=self.today)

    def _shortlisted(self) -> None:
        self._act(Action.SHORTLIST, self.cast["officer"])
        entry = self.found.entry
        change_entry(entry, values={"remark": MARK}, version=entry.version, reason=MARK, actor=self.cast["officer"])


def _report(made: list[_Applicant], cast: dict) -> None:
    """One report of each unit for each list, signed by its head."""
    groups = {(one.row["unit"], one.year, one.batch): one for one in made if "reported" in one.way}
    for (_, year, batch), one in groups.items():
        found = open_batch(one.found.unit, year=year, batch=batch, actor=one.clerk)
        found = move_batch(found, BatchAction.SUBMIT, version=found.version, actor=one.clerk, today=one.today)
        move_batch(found, BatchAction.SIGN, version=found.version, actor=one.head, today=one.today)


def _day_of(year: int, batch: int, today: date) -> date:
    """A day of the past within the window of that list."""
    return min(window_of(year, batch).closes_on, today)


def _open_window(year: int, cast: dict, today: date) -> None:
    """On days on which the customary window is closed the demo opens one, so that everything can be tried."""
    if window_of(year).state(today) is not WindowState.OPEN:
        span = {"opens_on": today - timedelta(days=20), "closes_on": today + timedelta(days=40)}
        set_window(year, 1, **span, note="演示数据", actor=cast["office_head"])


def _paper() -> SimpleUploadedFile:
    """An empty page as PDF, as good as any for a demo."""
    out = BytesIO()
    Image.new("L", (420, 594), 255).save(out, "PDF")
    return SimpleUploadedFile("演示材料.pdf", out.getvalue(), "application/pdf")
