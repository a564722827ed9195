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
    "sending.lift": "Confirmed to send again",
    "eligibility.define_programme": "Defined a programme",
    "eligibility.propose_change": "Proposed a change",
    "eligibility.approve_change": "Approved a change",
    "eligibility.reject_change": "Rejected a change",
    "eligibility.look_at_shadow": "Looked at what was decided in shadow",
    "eligibility.appraise": "Decided in a review of a programme",
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
