"""The rules and the arithmetic: no framework, no clock, no settings."""
