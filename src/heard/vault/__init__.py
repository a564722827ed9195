"""What must not be read by whoever holds the database: sealed columns and their keys."""
