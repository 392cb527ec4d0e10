"""The second visit: what is there already, and what may be done with it."""
