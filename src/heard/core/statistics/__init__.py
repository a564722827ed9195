"""What the answers mean, in figures that carry their base and their interval."""
