"""Reads about people."""

from django.db.models import Exists, OuterRef

from longting.accounts.models import Post, User
from longting.accounts.roles import Role


def users_holding(role: Role, today, organisation=None):
    """Active people who hold `role` on `today` (at `organisation`, when given)."""
    posts = Post.objects.in_force(today).filter(role=role, user=OuterRef("pk"))
    if organisation is not None:
        posts = posts.filter(organisation=organisation)
    return User.objects.active().filter(Exists(posts))
