"""The pages for staff about messages to members."""
