"""Live chat as the citizen meets it: on a page of its own, and in a frame of the force's site."""
