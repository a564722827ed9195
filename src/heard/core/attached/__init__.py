"""Takes a file from outside apart and writes it anew, or says which rule it breaks."""
