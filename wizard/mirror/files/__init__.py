"""The files of a mirror: wanted, edited by the athlete, replaced, changed. Pure."""
