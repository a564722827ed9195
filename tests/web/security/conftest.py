"""Passwords hashed in no time, and facts that are there, as for the pages of staff."""

from tests.web.staff.conftest import quick_passwords, with_facts

__all__ = ["quick_passwords", "with_facts"]
