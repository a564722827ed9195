"""Answer a survey, or opt out."""
