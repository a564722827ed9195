"""Heard asks the public how the police treated them, safely, and says what it means."""
