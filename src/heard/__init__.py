"""Heard: asks the public how the police treated them, safely, and works out what the answers mean."""
