"""How hard the training was: zones, intensity distribution, hard days, effort."""
