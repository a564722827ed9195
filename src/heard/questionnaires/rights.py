"""Who may write a questionnaire and ask to publish it, and who may approve what others asked."""

from heard.accounts.models import User

WRITERS = (User.Role.ADMINISTRATOR, User.Role.ANALYST)
APPROVERS = (User.Role.ADMINISTRATOR,)
