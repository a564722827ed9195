"""The community as staff bring people into it: one by one on the street, or by a partner's list."""
