"""How staff prove who they are, and how long what they opened stays open."""
