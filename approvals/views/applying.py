"""Stage one (第九条一): beginning an application, filling it in, sending it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from approvals.conflict import conflict_page
from approvals.declared import missing, unpack
from approvals.enums import Action
from approvals.forms.applying import BeginForm, SubmitForm
from approvals.forms.declaring import DeclarationForm
from approvals.models import Declaration
from approvals.pages.applying import FORM, begin_page, form_page, open_notes
from approvals.pages.article8 import stored_card, typed_card
from approvals.pages.submitting import ANSWERS, submit_page
from approvals.selectors.attachments import missing_papers
from approvals.selectors.judging import standing_of
from approvals.services.acts import perform
from approvals.services.drafting import begin_declaration, require_hold, save_declaration
from longting.common import clock
from longting.common.errors import Refused
from longting.documents.drafts import restore
from longting.documents.services.drafts import discard_draft, save_draft
from projects.models import RuleSet
from projects.pages import near_rows
from projects.selectors.duplicates import near_duplicates

CHECKED = "起草重点项目申报；已提示相近项目，起草人核对后确认不是同一个项目。"


def declaration_create(request):
    """A new application. For a project not in the pool yet, near ones are shown first."""
    today = clock.today()
    wanted, near = request.GET.get("project", ""), None
    form = BeginForm.of(request, user=request.user, today=today, wanted=wanted)
    if form.ready:
        near = near_duplicates(form.new_facts, request.user) if form.is_new else None
        if not near or form.cleaned_data["checked_near"]:
            given = form.given | {"reason": CHECKED if near else "", "actor": request.user, "today": today}
            row = form.run(begin_declaration, form.cleaned_data["project"], **given)
            if row is not None:
                messages.success(request, f"已起草{row.name}的申报，编号 {row.number}。填写后提交{row.unit.name}初审。")
                return redirect("approvals:declaration-edit", row.public_id)
        else:
            form.status = 422
    page = begin_page(form, near_rows(near) if near else None, today)
    return render(request, "approvals/declaration_create.html", page, status=form.status)


def declaration_edit(request, public_id):
    """The application form. With `judge` it only says what Article 8 makes of the figures typed, and writes nothing."""
    row = _found(request, public_id)
    if answer := _not_held(request, row):
        return answer
    form = _form(request, row)
    if form.is_bound and "judge" in request.POST:
        return _judged(request, form, row)
    if form.is_bound and "review" not in request.POST:
        if form.is_stale(row.version):
            return _conflict(request, form, row)
        if form.ready:
            given = {"version": form.cleaned_data["version"], "actor": request.user, "today": clock.today()}
            saved = form.run(save_declaration, row, values=form.values, **given)
            if saved is not None:
                return _saved(request, saved)
            if form.status == 409:
                return _conflict(request, form, _found(request, public_id))
    return _page(request, form, row)


def declaration_submit(request, public_id):
    """What is sent, looked at once more; then it goes to the unit that screens it."""
    row = _found(request, public_id)
    if answer := _not_held(request, row):
        return answer
    kept = None if request.method == "POST" else restore(ANSWERS, str(row.public_id), request.user)
    form = SubmitForm.of(request, notes=open_notes(row), initial=kept.initial if kept else {})
    if form.ready:
        given = {"version": form.cleaned_data["version"], "answers": form.answers}
        sent = form.run(perform, row, Action.SUBMIT, **given, actor=request.user, today=clock.today())
        if sent is not None:
            return _sent(request, sent)
        row = _found(request, public_id)  # somebody may have been faster
        if answer := _not_held(request, row):
            return answer
    form.draft, form.kept = restore(FORM, str(row.public_id), request.user), kept
    page = submit_page(form, row, request.user, clock.today())
    return render(request, "approvals/declaration_submit.html", page, status=form.status)


def _found(request, public_id) -> Declaration:
    rows = Declaration.objects.visible_to(request.user).select_related("project", "applicant", "unit", "entry")
    return get_object_or_404(rows, public_id=public_id)


def _not_held(request, row: Declaration):
    """None when it is this person's turn; else back to the declaration, and what was typed stays as a draft. Raises
    PermissionDenied for somebody whose turn it never is."""
    try:
        require_hold(row, request.user)
    except Refused as refusal:
        kept = ""
        if request.method == "POST" and "seen" in request.POST:
            save_draft(FORM, str(row.public_id), data=request.POST, actor=request.user, now=clock.now())
            kept = "您填的内容已存为草稿，能修改时打开申报表会填好。"
        messages.error(request, f"{refusal.message}{kept}")
        return redirect("approvals:declaration-detail", row.public_id)
    return None


def _form(request, row: Declaration) -> DeclarationForm:
    """The form as sent; opened anew, with what this person had typed and not saved."""
    draft = None if request.method == "POST" else restore(FORM, str(row.public_id), request.user)
    typed = draft.initial if draft else ()
    form = DeclarationForm.of(request, declaration=row, rule=RuleSet.objects.in_force(clock.today()), typed=typed)
    form.draft = draft
    if draft:
        form.initial |= {name: draft.initial.get(name, "") for name in form.fields}
    return form


def _judged(request, form: DeclarationForm, row: Declaration):
    """To a script the card alone, else the whole page with it."""
    if not _by_script(request):
        return _page(request, form, row)
    card = typed_card(row, form.values, RuleSet.objects.in_force(clock.today()))
    return render(request, "projects/_eligibility.html", {"card": card})


def _by_script(request) -> bool:
    asked = request.headers
    return "HX-Request" in asked or "X-Background" in asked or asked.get("X-Requested-With") == "XMLHttpRequest"


def _saved(request, row: Declaration):
    """The draft is done with; the next page begins with what Article 8 says now and how much is missing."""
    discard_draft(FORM, str(row.public_id), actor=request.user)
    if request.POST.get("then") == "submit":
        messages.success(request, "已保存。核对后提交。")
        return redirect("approvals:declaration-submit", row.public_id)
    rule = RuleSet.objects.in_force(clock.today())
    words = f"申报资格：{standing_of(row, rule).outcome.label}。" if rule else ""
    count = len(missing(unpack(row.facts))) + len(missing_papers(row))
    words += f"提交前还缺 {count} 项，各部分已标出。" if count else "内容已齐，可以核对提交。"
    messages.success(request, f"已保存。{words}")
    return redirect("approvals:declaration-edit", row.public_id)


def _sent(request, row: Declaration):
    for name in (FORM, ANSWERS):
        discard_draft(name, str(row.public_id), actor=request.user)
    messages.success(request, f"已提交{row.name}的申报（第 {row.submissions} 版），由{row.unit.name}初审。")
    return redirect("approvals:declaration-detail", row.public_id)


def _page(request, form: DeclarationForm, row: Declaration):
    rule = RuleSet.objects.in_force(clock.today())
    card = typed_card(row, form.values, rule) if form.is_bound else stored_card(row, rule)
    page = form_page(form, row, card, request.user, clock.today())
    return render(request, "approvals/declaration_form.html", page, status=form.status)


def _conflict(request, form: DeclarationForm, row: Declaration):
    """Page 409: what is saved beside what was typed, nothing of either lost."""
    rule = RuleSet.objects.in_force(clock.today())
    fresh = DeclarationForm(declaration=row, rule=rule, typed=request.POST)
    page = conflict_page(form, fresh, row, request.POST)
    page["discard_url"] = reverse("documents:draft-discard", args=[FORM, str(row.public_id)])
    return render(request, "approvals/declaration_conflict.html", page, status=409)
