"""Figures and the ledger, for those who signed in."""
