"""Gateways to the outside, one file each; they know neither Django nor each other."""
