"""Charts drawn on the server from Vega-Lite specifications, in one theme."""
