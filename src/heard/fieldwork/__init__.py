"""Answers that people gave away from our pages: on an officer's device, or in ODK Collect."""
