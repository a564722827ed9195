"""Machines in: events and receipts."""
