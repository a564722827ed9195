"""Reports: views of figures that somebody saved under a name, for themselves or for others."""
