"""Registering a project and changing one: the form, its draft, near-duplicates before, conflicts after."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from longting.common import clock
from longting.documents.drafts import restore
from longting.documents.services.drafts import discard_draft
from projects.conflict import conflict_page
from projects.forms.projects import ProjectForm
from projects.models import Project, RuleSet
from projects.pages import near_rows
from projects.selectors.duplicates import near_duplicates
from projects.selectors.standing import verdict_of
from projects.services.projects import change_project, register_project

FORM, NEW = "project", "new"
CHECKED = "登记前已提示相近项目，登记人核对后确认不是同一个项目。"


def project_create(request):
    """A new project. Near-duplicates are shown first; whoever still registers says to have looked."""
    form, near = _form(request), None
    if form.ready:
        near = near_duplicates(form.values, request.user)
        if not near or form.cleaned_data["checked_near"]:
            words = CHECKED if near else ""
            project = form.run(register_project, **_given(request, form), reason=words)
            if project is not None:
                return _saved(request, project, NEW, f"已登记{project.name}，编号 {project.number}。")
        else:
            form.status = 422
    return _page(request, form, near=near)


def project_edit(request, public_id):
    """Change facts of a project. Somebody else's change meanwhile is shown, never overwritten."""
    project = get_object_or_404(
        Project.objects.visible_to(request.user).select_related("responsible", "owner"), public_id=public_id
    )
    if not project.is_editable_by(request.user):
        raise PermissionDenied
    form = _form(request, project)
    if form.ready and "review" not in request.POST:
        seen = {name: form.cleaned_data[name] for name in ("version", "reason")}
        changed = form.run(change_project, project, **_given(request, form), **seen)
        if changed is not None:
            return _saved(request, changed, str(public_id), f"已保存{changed.name}。")
        if form.status == 409:
            return _conflict(request, form, project)
    return _page(request, form, project)


def _form(request, project: Project | None = None) -> ProjectForm:
    """The form as sent; opened anew, with what this person had typed and not sent."""
    today = clock.today()
    rule = RuleSet.objects.in_force(today)
    form = ProjectForm.of(request, user=request.user, rule=rule, today=today, project=project)
    form.draft = None if form.is_bound else restore(FORM, _subject(project), request.user)
    if form.draft:
        form.initial |= {name: form.draft.initial.get(name, "") for name in form.fields}
    return form


def _given(request, form: ProjectForm) -> dict:
    parts = {"values": form.values, "contacts": form.contacts, "funds": form.funds, "people": form.people}
    return parts | {"actor": request.user, "today": clock.today()}


def _subject(project: Project | None) -> str:
    return str(project.public_id) if project else NEW


def _saved(request, project: Project, subject: str, words: str):
    """The draft is done with; the next page begins with what Article 8 says now."""
    discard_draft(FORM, subject, actor=request.user)
    rule = RuleSet.objects.in_force(clock.today())
    if rule:
        standing = verdict_of(project, rule)
        words += f"申报资格：{standing.outcome.label}（{standing.basis}）。"
    messages.success(request, words)
    return redirect("projects:project-detail", project.public_id)


def _page(request, form: ProjectForm, project: Project | None = None, near=None):
    subject = _subject(project)
    context = {
        "form": form,
        "parts": form.parts,
        "project": project,
        "near": near_rows(near) if near else None,
        "draft_at": form.draft.saved_at if form.draft else None,
        "save_url": reverse("documents:draft-save", args=[FORM, subject]),
        "discard_url": reverse("documents:draft-discard", args=[FORM, subject]),
    }
    return render(request, "projects/project_form.html", context, status=form.status)


def _conflict(request, form: ProjectForm, project: Project):
    """Page 409: what the other person changed beside what was typed, nothing of it lost."""
    today = clock.today()
    fresh = ProjectForm(user=request.user, rule=RuleSet.objects.in_force(today), today=today, project=project)
    return render(
        request, "projects/project_conflict.html", conflict_page(form, fresh, project, request.POST), status=409
    )
