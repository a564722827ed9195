"""What staff want to be told of, and the letters that tell them when something changed."""
