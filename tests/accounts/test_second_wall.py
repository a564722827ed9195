"""Every table says whether the database itself guards its rows, and if not, why."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import QuerySet

from heard.accounts.scope import NOTHING
from heard.accounts.wall import within

CASES = "shown to whoever sees cases"
THEIRS = "shown within a scope"
FORBIDS = "it can forbid that somebody is written to; unseen, it would let them be"
LISTS = "found by a list in it, and such an index serves nobody behind a policy"
NOBODY = "of no citizen, and no result of anybody's"
OWN = "of staff themselves: who asks is known by their account, and not by a scope"
DECIDED = "its pages ask who nominated, who decides and whom it is about: accounts, and no scope"
COUNTS = "numbers of a day, an account or a gateway"
SEALED = "in it stands no word and no person: a reference, a state and times"

TABLES = {
    "responses_response": THEIRS,
    "responses_comment": THEIRS,
    "responses_detail": THEIRS,
    "themes_coding": THEIRS,
    "themes_humancoding": THEIRS,
    "themes_choice": THEIRS,
    "events_event": CASES,
    "events_touchpoint": CASES,
    "events_deadletter": CASES,
    "delivery_inboundtext": CASES,
    "eligibility_screening": CASES,
    "eligibility_review": CASES,
    "invitations_invitation": THEIRS,
    "invitations_shadow": CASES,
    "invitations_guest": CASES,
    "responses_draft": CASES,
    "responses_answer": CASES,
    "equality_draft": CASES,
    "equality_profile": CASES,
    "specialist_consent": CASES,
    "specialist_call": CASES,
    "fieldwork_submission": CASES,
    "fieldwork_rejected": CASES,
    "fieldwork_attachment": CASES,
    "dialogues_dialogue": CASES,
    "dialogues_turn": CASES,
    "dialogues_alert": CASES,
    "dialogues_enquiry": CASES,
    **{
        f"conversations_{one}": CASES
        for one in ("conversation", "message", "note", "callback", "report")
    },
    "membership_asked": THEIRS,
    "membership_copy": THEIRS,
    "membership_reply": THEIRS,
}
BARE = {
    FORBIDS: (
        *("consent_person", "consent_asking", "delivery_denial", "delivery_halt"),
        *("events_marking", "events_crime", "events_attendance"),
        *("specialist_exclusion", "specialist_daycheck", "improvement_staffphone"),
        *("membership_member", "membership_access", "membership_request"),
    ),
    LISTS: ("delivery_letter", "events_contact", "events_incident"),
    SEALED: (
        *("delivery_receipt", "delivery_partreceipt", "delivery_overtaken"),
        *("membership_movement", "membership_entry"),
    ),
    COUNTS: (
        *("delivery_gatewayhealth", "delivery_spending", "delivery_budget", "delivery_origin"),
        *("delivery_reconciliation", "eligibility_quota", "responses_formercount"),
    ),
    DECIDED: (
        *("improvement_commendation", "improvement_commentreview", "membership_partnerlist"),
        *("conversations_sampled", "conversations_judgement"),
    ),
    OWN: (
        *("accounts_user", "accounts_grant", "accounts_signinlink", "accounts_feedkey"),
        *("admission_session", "admission_authenticator", "admission_passkey"),
        *("admission_recoverycode", "admission_identity", "fieldwork_device", "fieldwork_refusal"),
        *("improvement_privatenote", "conversations_adviser", "conversations_stint"),
        *("subscriptions_subscription", "subscriptions_edition", "reports_report"),
        *("reports_picture", "subscriptions_pace"),
        *("journal_entry", "journal_seal", "organisation_post"),
        *("axes_accessattempt", "axes_accessattemptexpiration", "axes_accessfailurelog"),
        *("axes_accesslog", "django_session"),
    ),
    NOBODY: (
        *(
            "clock_simulation",
            "places_loaded",
            "places_directory",
            "vault_keyprint",
            "django_content_type",
        ),
        *(
            "places_postcode",
            "auth_permission",
            "auth_group",
            "auth_group_permissions",
            "django_migrations",
        ),
        *("organisation_unit", "organisation_line", "specialist_words", "invitations_collector"),
        *("questionnaires_questionnaire", "questionnaires_version", "questionnaires_question"),
        *("questionnaires_break", "questionnaires_manuscript", "questionnaires_discard"),
        *("questionnaires_reading", "questionnaires_release", "questionnaires_decision"),
        *("eligibility_programme", "eligibility_period", "eligibility_parallelrun"),
        *("eligibility_change", "eligibility_ruling", "eligibility_appraisal"),
        *("eligibility_forcecode", "improvement_reply", "improvement_module"),
        *("improvement_completion", "improvement_target", "improvement_meeting"),
        *("themes_owntheme", "themes_candidate", "themes_search"),
        *("membership_message", "membership_translation", "membership_drive", "membership_goal"),
        "membership_wave",
        *("conversations_canned", "conversations_flow", "conversations_edition"),
        *("conversations_openinghours", "conversations_closure"),
        *("membership_drivecode", "membership_cost", "membership_codeday", "membership_pilot"),
        "membership_attachment",
    ),
}


@pytest.fixture
def policies(db: None) -> dict[str, str]:
    """Give of every table by which rule rows are shown; nothing where it has none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, coalesce(pg_get_expr(p.polqual, c.oid), '')"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " LEFT JOIN pg_policy p"
            " ON p.polrelid = c.oid AND p.polname = 'seen' AND c.relrowsecurity"
            " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')"
        )
        return dict(cursor.fetchall())


def test_every_table_has_a_policy_or_a_reason(policies: dict[str, str]) -> None:
    bare = {name for names in BARE.values() for name in names}
    assert {name for name, rule in policies.items() if not rule} == bare
    assert {name for name, rule in policies.items() if rule} == {*TABLES}


def test_a_rule_shows_what_its_table_says_and_reads_each_setting_once(
    policies: dict[str, str],
) -> None:
    everything = (
        "( SELECT CASE WHEN (current_setting('heard.scope'::text, true) = 'all'::text) THEN 1"
        ' ELSE NULL::integer END AS "case") IS NOT NULL'
    )
    for name, promised in TABLES.items():
        bare = policies[name].replace("\n", " ").strip()
        assert everything in " ".join(bare.split()), name
        assert (" OR " in bare) == (promised == THEIRS), name


def _indexes() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'")
        yield from cursor.fetchall()


@pytest.mark.django_db
def test_no_table_behind_the_wall_is_found_by_what_a_policy_would_switch_off() -> None:
    """Behind a policy only operators that leak nothing find their index: none of GIN's do."""
    by_lists = {table for table, text in _indexes() if " USING gin " in text}
    assert by_lists == {*BARE[LISTS]}


@pytest.mark.django_db
def test_whoever_sees_no_cases_sees_no_row_of_them() -> None:
    """Ask each table with nothing in the way but the wall."""
    models = {model._meta.db_table: model for model in apps.get_models()}
    with within(NOTHING):
        counted = {name: QuerySet(models[name]).count() for name in TABLES}
    assert counted == dict.fromkeys(TABLES, 0)
