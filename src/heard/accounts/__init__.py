"""Who the staff are, and which machines may speak to us."""
