"""What the force does about what people said."""
