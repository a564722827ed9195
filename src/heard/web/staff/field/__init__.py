"""The officer's phone: what its app is served from, and where it brings interviews."""
