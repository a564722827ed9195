"""The simulated force and its citizens, who use the doors like everybody else."""
