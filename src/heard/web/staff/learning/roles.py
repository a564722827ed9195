"""Who may do what on the pages to learn, develop and reward."""

from django.http import HttpRequest

from heard.accounts.models import User

Role = User.Role
MINE = (Role.OFFICER, Role.CONTACT_HANDLER, Role.TEAM_SUPERVISOR, Role.COMMANDER)
NOMINATORS = (
    *MINE,
    *(Role.ADMINISTRATOR, Role.ANALYST, Role.TRAINING_LEAD, Role.COMMUNICATIONS),
)
READERS = (Role.ADMINISTRATOR, Role.ANALYST, Role.TRAINING_LEAD)  # of single comments
DECIDERS = (Role.ADMINISTRATOR, Role.TRAINING_LEAD, Role.COMMANDER)
PUBLISHERS = (Role.ADMINISTRATOR, Role.COMMUNICATIONS)
LEADS = (Role.ADMINISTRATOR, Role.TRAINING_LEAD)
TEAMS = (Role.ADMINISTRATOR, Role.ANALYST, Role.TRAINING_LEAD)  # who sees figures of every team


def user_of(request: HttpRequest) -> User:
    """Give who looks at a page."""
    if not isinstance(request.user, User):
        raise TypeError("a page for staff was reached by nobody")
    return request.user


def may(request: HttpRequest, *roles: str) -> bool:
    """Tell whether somebody has one of these roles."""
    return user_of(request).role in roles
