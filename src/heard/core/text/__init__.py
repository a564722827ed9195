"""What people wrote in their own words: what leads to somebody is hidden, danger is found."""
