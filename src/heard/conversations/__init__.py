"""Live chat: conversations of citizens with the assistant and with advisers, and the desk."""
