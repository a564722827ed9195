"""What a message of the live chat says: danger first, then the wish for a person, then a topic."""
