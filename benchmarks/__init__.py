"""What is measured of Heard, beside what, and whether the aim is met (`make bench`)."""
