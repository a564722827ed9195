"""The append-only log of what people may ask about."""
