"""The post office: the only way out."""
