"""The doors: forms, views and templates; no decisions."""
