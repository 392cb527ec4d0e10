"""The doctor: reads everything about a mirror, says what is wrong and why, and repairs it.

    examine (reads) -> Facts -> checks (pure) -> findings -> repairs (write) -> examine again

Each check is one small function over the facts; a finding is mended when the same check no longer
reports it.
"""
