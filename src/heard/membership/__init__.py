"""People who registered for messages of their neighbourhood, and what becomes of each of them."""
