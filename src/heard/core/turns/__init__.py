"""A survey by text, a question at a time: how one is put, and what an answer to it means."""
