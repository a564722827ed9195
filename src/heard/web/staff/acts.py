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
    "eligibility.let_pass": "Let pass what was held",
    "eligibility.refuse": "Decided not to ask",
    "specialist.consent": "Recorded a consent to be called",
    "specialist.withdraw": "Ended a consent to be called",
    "specialist.erase": "Erased what led to a person who was to be called",
    "specialist.exclude": "Recorded that somebody is not offered a call",
    "specialist.check": "Checked a case for calls of the day",
    "specialist.begin": "Began a call",
    "specialist.see_number": "Saw the number of a person who is to be called",
    "specialist.end": "Ended a call",
    "specialist.write_words": "Wrote down what callers say",
    "questionnaires.publish": "Published a questionnaire",
}

REASONS: Mapping[str, str] = {
    "link": "By a link",
    "password": "By a password",
    "shut out": "Shut out",
    User.Role.ADMINISTRATOR: "Administrator",
    User.Role.ANALYST: "Analyst",
    User.Role.VIEWER: "Viewer",
    User.Role.CALLER: "Trained caller",
    User.Role.SUPERVISOR: "Supervisor of callers",
}
