"""Live chat as citizens meet it."""
