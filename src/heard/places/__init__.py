"""Where things happen: the areas of the force."""
