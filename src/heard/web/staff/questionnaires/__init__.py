"""Questionnaires: written, looked at in every channel and language, and published by two people."""
