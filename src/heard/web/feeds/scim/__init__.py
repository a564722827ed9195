"""Who works for the force and in which team, as its directory tells by SCIM 2.0 (RFC 7643)."""
