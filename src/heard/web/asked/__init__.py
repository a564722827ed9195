"""What the pages of a citizen, and previews of them, show of a question."""
