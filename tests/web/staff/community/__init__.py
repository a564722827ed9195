"""The pages by which staff bring people into the community."""
