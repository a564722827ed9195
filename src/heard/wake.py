"""Wakes the workers: a NOTIFY after commit, on a connection of its own, seldom enough."""
