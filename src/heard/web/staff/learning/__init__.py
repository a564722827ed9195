"""Pages to learn from what people said, and to thank for it."""
