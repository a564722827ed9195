"""What people write about: comments are coded by machine and by people, and counted by theme."""
