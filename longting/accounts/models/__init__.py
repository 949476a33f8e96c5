from longting.accounts.models.organisation import Organisation, OrganisationKind
from longting.accounts.models.post import Post
from longting.accounts.models.session import UserSession
from longting.accounts.models.user import User

__all__ = ["Organisation", "OrganisationKind", "Post", "User", "UserSession"]
