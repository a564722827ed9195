"""The pages of the chat's assistant: its flows, how they are tested and published, its hours."""
