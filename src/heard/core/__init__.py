"""Rules and arithmetic that have never heard of Django, of settings or of the clock."""
