"""The pages of the community: how many members there are, and whether they are the public."""
