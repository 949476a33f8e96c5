"""Saved views (存为视图): made from what a list shows, removed by whoever made them."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from ledgers.conditions import conditions
from ledgers.links import clean_query, own_page
from ledgers.list_pages import listing_at
from ledgers.models import SavedView
from ledgers.selectors import own_views
from ledgers.services.saved_views import remove_view, save_view, sharing_unit
from ledgers.view_form import ViewForm
from longting.common.refusals import origin


def view_create(request):
    """What will be kept, in words, and its name. `list`, `query` and `back` come from the list page."""
    asked = request.POST if request.method == "POST" else request.GET
    key, query = asked.get("list", ""), clean_query(asked.get("query", ""))
    path = urlsplit(own_page(asked.get("back", ""), request, "/")).path
    listing = listing_at(path, query, key=key, user=request.user)
    form = ViewForm.of(request, unit=sharing_unit(request.user))
    if form.ready and (saved := form.run(save_view, key, query=query, actor=request.user, **form.values)):
        messages.success(request, f"已存为视图“{saved.label}”。")
        return HttpResponseRedirect(f"{path}?{saved.query}")
    phrases = conditions(listing)
    context = {
        "form": form,
        "list_title": listing.page.title,
        "phrases": [{"colour": "n", "label": phrase} for phrase in phrases],
        "hidden": [("list", key), ("query", query), ("back", path)],
        "back": path,
        "back_url": f"{path}?{query}",
        "own": [_removal(view) for view in own_views(request.user, key)],
    }
    return render(request, "ledgers/view_create.html", context, status=form.status)


def view_remove(request, pk):
    """Remove one's own view; one of a colleague is refused, one out of sight is not there."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    remove_view(view, actor=request.user)
    messages.success(request, f"已移除视图“{view.label}”。")
    return HttpResponseRedirect(own_page(request.POST.get("back", ""), request, origin(request)))


def _removal(view: SavedView) -> dict:
    """The act that removes a view (ui/act.html)."""
    shared = f"已共享给{view.shared_with.short}，移除后同事也看不到。" if view.shared_with else "只有自己可见。"
    return {"label": f"移除“{view.label}”", "hint": shared, "url": reverse("ledgers:view-remove", args=[view.pk])}
