"""What makes a clone ready: none of this is part of Heard when it runs."""
