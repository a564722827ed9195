"""What happened: events in, contacts, incidents and attendances out."""
