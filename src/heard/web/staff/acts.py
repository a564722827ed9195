"""The acts that the journal keeps, in words."""

from collections.abc import Mapping

from heard.accounts.models import User

ACTS: Mapping[str, str] = {
    "web.look": "Looked at a page",
    "web.refused": "Was refused a page",
    "accounts.sign_in": "Signed in",
    "accounts.add_person": "Added a member of staff",
    "accounts.change_person": "Changed a member of staff",
    "accounts.issue_link": "Issued a link to sign in",
    "accounts.issue_key": "Issued a key for a feed",
    "accounts.revoke_keys": "Revoked the keys of a feed",
    "consent.opt_out": "Asked us not to write again",
    "sending.stop": "Stopped sending",
    "sending.ask_to_lift": "Asked to send again",
    "sending.set_budget": "Set a budget",
    "sending.settle": "Said whether a text had arrived",
    "sending.lift": "Confirmed to send again",
    "eligibility.define_programme": "Defined a programme",
    "questionnaires.publish": "Published a questionnaire",
}

REASONS: Mapping[str, str] = {
    "link": "By a link",
    "password": "By a password",
    "shut out": "Shut out",
    User.Role.ADMINISTRATOR: "Administrator",
    User.Role.ANALYST: "Analyst",
    User.Role.VIEWER: "Viewer",
}
