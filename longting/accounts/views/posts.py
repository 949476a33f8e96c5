"""Appointing and ending posts."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from longting.accounts.forms.people import PostEndForm, PostForm
from longting.accounts.models import Post, User
from longting.accounts.roles import Role
from longting.accounts.services import posts
from longting.accounts.services.changes import day_words
from longting.common import clock


def post_create(request, pk):
    """Give a person a post."""
    person = get_object_or_404(User, pk=pk)
    form = PostForm.of(request, initial={"starts": clock.today()})
    if form.ready:
        post = form.run(posts.appoint, person, **form.cleaned_data, actor=request.user)
        if post is not None:
            messages.success(request, f"已任命{person.name}为{post.organisation.name}{Role.label_of(post.role)}。")
            return redirect("accounts:user-detail", person.pk)
    return render(request, "accounts/post_form.html", {"form": form, "person": person}, status=form.status)


def post_end(request, pk):
    """Set the last day of a post."""
    post = get_object_or_404(Post.objects.select_related("user", "organisation"), pk=pk)
    form = PostEndForm.of(request, initial={"ends": clock.today()})
    if form.ready and form.run(posts.end_post, post, **form.cleaned_data, actor=request.user):
        messages.success(request, f"已记下离任日期：{day_words(post.ends)}。")
        return redirect("accounts:user-detail", post.user_id)
    handover_url = f"{reverse('accounts:handover-create')}?leaver={post.user_id}"
    context = {"form": form, "post": post, "role": Role.label_of(post.role), "handover_url": handover_url}
    return render(request, "accounts/post_end.html", context, status=form.status)
