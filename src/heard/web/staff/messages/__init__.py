"""Messages to members: written, approved, watched and cancelled, and what members reply."""
