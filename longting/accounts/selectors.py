"""Reads about people."""

from importlib import import_module

from django.conf import settings
from django.db.models import Exists, OuterRef

from longting.accounts.models import Post, User
from longting.accounts.roles import Role


def users_holding(role: Role, today, organisation=None):
    """Active people who hold `role` on `today` (at `organisation`, when given)."""
    posts = Post.objects.in_force(today).filter(role=role, user=OuterRef("pk"))
    if organisation is not None:
        posts = posts.filter(organisation=organisation)
    return User.objects.active().filter(Exists(posts))


def demo_accounts() -> tuple[list[tuple[str, str, str]], str]:
    """(account, role, organisation) of the demo cast as far as it is loaded, and its password: for the login page."""
    cast = import_module(settings.DEMO_CAST)
    posts = Post.objects.filter(user__username__in=cast.CAST).select_related("user", "organisation")
    rows = {
        post.user.username: (post.user.username, Role.label_of(post.role), post.organisation.name) for post in posts
    }
    return [rows[username] for username in cast.CAST if username in rows], cast.PASSWORD
