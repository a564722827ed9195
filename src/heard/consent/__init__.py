"""Who may not be written to, and who was asked when."""
