"""Explore: any question of any survey, cut and compared in any way, to read and to take away."""
