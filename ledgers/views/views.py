"""Saved views (存为视图): made from what a list shows, removed by whoever made them."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from ledgers.conditions import conditions
from ledgers.links import clean_query, own_page
from ledgers.list_pages import listing_at
from ledgers.models import SavedView
from ledgers.selectors import own_views
from ledgers.services.saved_views import remove_view, save_view, sharing_unit
from ledgers.view_form import ViewForm
from longting.common.lists.listing import Listing
from longting.common.refusals import origin


@dataclass(frozen=True)
class Asked:
    """The list a view is to be made of: its key, its query as it would be kept, its address, and what it shows."""

    key: str
    query: str
    path: str
    listing: Listing

    @property
    def url(self) -> str:
        """The list as it was."""
        return f"{self.path}?{self.query}"


def view_create(request):
    """What will be kept, in words, and the name it is kept under."""
    asked, user = _asked(request), request.user
    form = ViewForm.of(request, unit=sharing_unit(user))
    form.check_conditions(asked.listing.is_valid)
    if form.ready and (saved := form.run(save_view, asked.key, query=asked.query, actor=user, **form.values)):
        messages.success(request, f"已存为视图“{saved.label}”。")
        return HttpResponseRedirect(asked.url)
    context = {
        "form": form,
        "list_title": asked.listing.page.title,
        "phrases": [{"colour": "n", "label": phrase} for phrase in conditions(asked.listing)],
        "hidden": [("list", asked.key), ("query", asked.query), ("back", asked.path)],
        "back": asked.path,
        "back_url": asked.url,
        "own": [_removal(view) for view in own_views(user, asked.key)],
    }
    return render(request, "ledgers/view_create.html", context, status=form.status)


def view_remove(request, pk):
    """Remove one's own view; one of a colleague is refused, one out of sight is not there."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    remove_view(view, actor=request.user)
    messages.success(request, f"已移除视图“{view.label}”。")
    return HttpResponseRedirect(own_page(request.POST.get("back", ""), request, origin(request)))


def _asked(request: HttpRequest) -> Asked:
    """`list`, `query` and `back` as the list page sent them. Raises Http404 unless they name a list in sight."""
    sent = request.POST if request.method == "POST" else request.GET
    key, query = sent.get("list", ""), clean_query(sent.get("query", ""))
    path = urlsplit(own_page(sent.get("back", ""), request, "/")).path
    return Asked(key, query, path, listing_at(path, query, key=key, user=request.user))


def _removal(view: SavedView) -> dict:
    """The act that removes a view (ui/act.html)."""
    shared = f"已共享给{view.shared_with.short}，移除后同事也看不到。" if view.shared_with else "只有自己可见。"
    return {"label": f"移除“{view.label}”", "hint": shared, "url": reverse("ledgers:view-remove", args=[view.pk])}
