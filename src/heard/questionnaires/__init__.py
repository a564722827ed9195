"""What we ask, in versions."""
