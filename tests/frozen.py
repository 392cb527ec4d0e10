"""Keeps what is loaded so far out of the garbage collector's sight, as a fork wants it.

A collection would touch every object, and so copy every page that a forked program shares.
"""

import gc

gc.collect()
gc.freeze()
