"""What staff do about their own account: where it is open, and what proves that it is theirs."""
