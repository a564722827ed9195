"""Who may be asked, and why not."""
