"""Who may do what on the pages to learn, develop and reward."""

from django.http import HttpRequest

from heard.accounts.models import User

Role = User.Role
MINE = (Role.OFFICER, Role.CONTACT_HANDLER)  # the roles that are held for one's own results
NOMINATORS = (
    *MINE,
    *(Role.ADMINISTRATOR, Role.ANALYST, Role.TRAINING_LEAD, Role.COMMUNICATIONS),
    *(Role.TEAM_SUPERVISOR, Role.COMMANDER),
)
READERS = (Role.ADMINISTRATOR, Role.ANALYST)  # of single comments
DECIDERS = (Role.ADMINISTRATOR, Role.TRAINING_LEAD)
PUBLISHERS = (Role.ADMINISTRATOR, Role.COMMUNICATIONS)
LEADS = (Role.ADMINISTRATOR, Role.TRAINING_LEAD)
TEAMS = (Role.ADMINISTRATOR, Role.ANALYST, Role.TRAINING_LEAD)  # who sees figures of every team


def user_of(request: HttpRequest) -> User:
    """Give who looks at a page."""
    if not isinstance(request.user, User):
        raise TypeError("a page for staff was reached by nobody")
    return request.user
