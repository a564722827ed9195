"""Asks people who must never be written to: by a trained caller, with their consent."""
