"""Texts that come back: what they ask for, and surveys that are answered by text."""
