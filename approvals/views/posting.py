"""What every act of this part does with what was sent: find the row in sight, read the version, go on afterwards."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from approvals.forms.acts import VersionForm
from approvals.models import Declaration
from longting.common.policy import is_page

#: What Article 8 looks at again and again on one page.
OVERRIDES = "project__overrides__decided_by"


def declaration_or_404(request, public_id) -> Declaration:
    """The declaration, if this person may see it."""
    related = ("project", "unit", "applicant", "entry__annual_list")
    rows = Declaration.objects.visible_to(request.user).select_related(*related).prefetch_related(OVERRIDES)
    return get_object_or_404(rows, public_id=public_id)


def sent_version(request) -> int:
    """The version the button carried. Raises SuspiciousOperation (400) without one: no page of ours sends that."""
    return version_in(VersionForm(request.POST))


def version_in(form) -> int:
    """The version a form carries, whatever else is wrong with it. Raises SuspiciousOperation without one."""
    form.is_valid()
    if "version" in form.errors:
        raise SuspiciousOperation("an act without the version it was decided on")
    return form.cleaned_data["version"]


def take_up(form, version: int) -> None:
    """After a conflict the page shows what is there now, so what is sent next was decided on that."""
    form.data = form.data.copy()
    form.data["version"] = version


def onward(request, fallback: str) -> HttpResponseRedirect:
    """To the page the form named (`next`), if it is a page of this site, else to `fallback`."""
    wanted = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if own and is_page(wanted) else fallback)
