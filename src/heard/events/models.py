"""What a force's systems told us, and what it adds up to."""

from collections.abc import Collection

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from heard.core.journeys import REDIRECTED
from heard.vault.fields import SealedTextField


class Event(models.Model):
    """One CloudEvent, cut down to the fields that the flow needs."""

    source = models.TextField()
    event_id = models.TextField()
    type = models.TextField()
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    contact_id = models.TextField(null=True)  # noqa: DJ001 - absent is not empty here
    incident_id = models.TextField(null=True)  # noqa: DJ001
    crime_id = models.TextField(null=True)  # noqa: DJ001
    data = models.JSONField(help_text="the payload, with nothing that leads to a person but prints")
    phone = SealedTextField(null=True)
    email = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "event_id"], name="events_event_once")
        ]
        indexes = [
            models.Index(
                fields=["contact_id"],
                name="events_event_contact",
                condition=Q(contact_id__isnull=False),
            ),
            models.Index(
                fields=["incident_id"],
                name="events_event_incident",
                condition=Q(incident_id__isnull=False),
            ),
            models.Index(
                fields=["occurred_at"],
                name="events_event_redirected",
                condition=Q(type=REDIRECTED),
            ),
            models.Index(
                fields=["crime_id"],
                name="events_event_crime",
                condition=Q(crime_id__isnull=False),
            ),
        ]


_BARE = """
    SELECT id, contact_id, channel, ended_at, incident_ids, codes, phone_kind, phone_print,
    email_print, address, traces, age, role, language, markers, risks, handler, team,
    handler_type FROM events_contact WHERE id = ANY(%s)
"""
_NUMBERED = "SELECT * FROM events_contact WHERE id = ANY(%s)"
_NAMING = """
    SELECT id, contact_id, channel, incident_ids, codes, age, role, markers, risks
    FROM events_contact WHERE incident_ids && %s ORDER BY id
"""
_NAMED = "SELECT * FROM events_incident WHERE id = ANY(%s)"
_KIN = """
    SELECT * FROM events_incident
    WHERE incident_id = ANY(%(wanted)s) OR master_ids && %(wanted)s
"""


class ContactQuerySet(models.QuerySet["Contact"]):
    """Contacts by their primary keys, by hand: the query builder takes longer than the query."""

    def numbered(self, ids: Collection[int]) -> dict[int, "Contact"]:
        """Read them whole."""
        return {contact.id: contact for contact in self.raw(_NUMBERED, [list(ids)])} if ids else {}

    def bare(self, ids: Collection[int]) -> dict[int, "Contact"]:
        """Read them with the number left sealed."""
        return {contact.id: contact for contact in self.raw(_BARE, [list(ids)])} if ids else {}

    def naming(self, incident_ids: Collection[str]) -> list["Contact"]:
        """Read of those who name any of these incidents what bears on it, and nobody's number."""
        return list(self.raw(_NAMING, [list(incident_ids)])) if incident_ids else []


class Contact(models.Model):
    """A person who was in touch, as all events tell it: a call, or the victim of a crime.

    `traces` are the prints that lead to the person or the home: of the number, the e-mail
    address, the postal address, and of the person in the force's records.
    """

    contact_id = models.TextField(unique=True)
    channel = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    incident_ids = ArrayField(models.TextField(), default=list)
    codes = ArrayField(models.TextField(), default=list)
    phone = SealedTextField(null=True)
    phone_kind = models.TextField(blank=True)
    phone_print = models.CharField(max_length=64, blank=True)
    email = SealedTextField(null=True)
    email_print = models.CharField(max_length=64, blank=True, help_text="empty: none to write to")
    address = models.CharField(max_length=64, blank=True, help_text="a print")
    traces = ArrayField(models.CharField(max_length=64), default=list)
    age = models.PositiveSmallIntegerField(null=True)
    role = models.TextField(blank=True)
    language = models.TextField(blank=True)
    markers = ArrayField(models.TextField(), default=list)
    risks = ArrayField(models.TextField(), default=list)
    demographics = models.JSONField(default=dict, help_text="for the frame, never for a letter")
    handler = models.TextField(blank=True)
    team = models.TextField(blank=True)
    handler_type = models.TextField(
        blank=True, db_default="", help_text="human, bot or bot_then_human; unknown if empty"
    )
    seconds_to_answer = models.PositiveIntegerField(null=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fastupdate=False, fields=["incident_ids"], name="events_contact_incidents"),
            GinIndex(fastupdate=False, fields=["traces"], name="events_contact_traces"),
        ]


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Incidents, and those that they are linked to."""

    def named(self, ids: Collection[int]) -> dict[int, "Incident"]:
        """Read incidents by their primary keys."""
        return {log.id: log for log in self.raw(_NAMED, [list(ids)])} if ids else {}

    def kin(self, incident_ids: Collection[str]) -> list["Incident"]:
        """Give these incidents and all that links join to them, in any number of steps."""
        found: dict[str, Incident] = {}
        asked: set[str] = set()
        wanted = set(incident_ids)
        while wanted:
            asked |= wanted
            step = list(self.raw(_KIN, {"wanted": list(wanted)}))
            found |= {log.incident_id: log for log in step}
            wanted = {name for log in step for name in (log.incident_id, *log.master_ids)} - asked
        return list(found.values())


class Incident(models.Model):
    """A log as all its events tell it. `created_at` is empty until its first event came."""

    incident_id = models.TextField(unique=True)
    created_at = models.DateTimeField(null=True)
    area = models.TextField(blank=True)
    ward = models.TextField(blank=True, db_default="", help_text="by the code of the ONS")
    opening_codes = ArrayField(models.TextField(), default=list)
    closing_codes = ArrayField(models.TextField(), default=list)
    tags = ArrayField(models.TextField(), default=list)
    grade = models.TextField(blank=True)
    is_open = models.BooleanField(default=True)
    master_ids = ArrayField(models.TextField(), default=list, help_text="linked to these, ever")
    risks = ArrayField(models.TextField(), default=list)
    address = models.CharField(max_length=64, blank=True, help_text="a print")
    circumstances = models.JSONField(default=dict)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fastupdate=False, fields=["master_ids"], name="events_incident_masters"),
            models.Index(fields=["id"], name="events_incident_linked", condition=~Q(master_ids=[])),
            models.Index(
                fields=["address"],
                name="events_incident_address",
                condition=~Q(address=""),
            ),
        ]


class Attendance(models.Model):
    """Officers at an incident: from the first arrival to the last unit's leaving."""

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="+")
    arrived_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="empty while a unit is still there")
    units_out = models.BooleanField(default=False)
    units = ArrayField(models.TextField(), default=list)
    team = models.TextField(blank=True)


class Crime(models.Model):
    """A crime as all its events tell it; its victim is a contact of the kind `crime`."""

    crime_id = models.TextField(unique=True)
    victim = models.OneToOneField(Contact, models.CASCADE, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)
    investigated_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)
    filed_at = models.DateTimeField(null=True)


class Marking(models.Model):
    """A marker on whatever a print leads to: a person, an address, a telephone."""

    print = models.CharField(max_length=64)
    marker = models.TextField()
    marked_at = models.DateTimeField(null=True, help_text="empty: only its lifting was told")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["print", "marker"], name="events_marking_once")
        ]


class Touchpoint(models.Model):
    """A moment that a person may be asked about; its key is natural, so it exists once.

    `due_at` is the queue of screening: a fact that changes sets it again.
    """

    class Kind(models.TextChoices):
        CONTACT = "contact"
        ATTENDANCE = "attendance"
        RECORDED = "recorded", "crime recorded"
        INVESTIGATION = "investigation", "initial investigation done"
        FILED = "filed", "crime filed"

    kind = models.TextField(choices=Kind)
    key = models.TextField(help_text="the contact's or the incident's id")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="+")
    incident = models.ForeignKey(Incident, models.CASCADE, null=True, related_name="+")
    happened_at = models.DateTimeField(null=True, help_text="empty when it turned out not to be")
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="events_touchpoint_once")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="events_touchpoint_due",
                condition=Q(due_at__isnull=False),
            )
        ]


class DeadLetter(models.Model):
    """An item that broke a rule: kept sealed until `expires_at`, so that it can be mended."""

    source = models.TextField()
    index = models.PositiveIntegerField(help_text="its place in what was sent, from 0")
    field = models.TextField()
    rule = models.TextField()
    message = models.TextField()
    body = SealedTextField()
    received_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["received_at"], name="events_dead_received"),
            models.Index(fields=["rule", "received_at"], name="events_dead_by_rule"),
            models.Index(fields=["source", "received_at"], name="events_dead_by_source"),
        ]
