"""Real time, or the time of a simulation: the one place that looks."""
