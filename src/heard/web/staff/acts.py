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
    "consent.wrong_number": "Told us that we had the wrong number",
    "dialogues.raise_alert": "Raised an alert",
    "dialogues.see_alert": "Saw an alert and took care of it",
    "eligibility.define_programme": "Defined a programme",
    "worker.set_aside": "Set aside what failed",
    "eligibility.let_pass": "Let pass what was held",
    "eligibility.refuse": "Decided not to ask",
    "eligibility.propose_change": "Proposed a change",
    "eligibility.approve_change": "Approved a change",
    "eligibility.reject_change": "Rejected a change",
    "eligibility.look_at_shadow": "Looked at what was decided in shadow",
    "eligibility.appraise": "Decided in a review of a programme",
    "questionnaires.publish": "Published a questionnaire",
}

REASONS: Mapping[str, str] = {
    "link": "By a link",
    "text": "By a text",
    "wrong number": "The number is somebody else's",
    "telephone": "Asked by telephone",
    "letter": "Asked by letter or email",
    "in person": "Asked in person",
    "unsafe": "A text could put somebody at risk",
    "password": "By a password",
    "shut out": "Shut out",
    User.Role.ADMINISTRATOR: "Administrator",
    User.Role.ANALYST: "Analyst",
    User.Role.VIEWER: "Viewer",
}
