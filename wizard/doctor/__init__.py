"""The doctor: reads everything about a mirror, says what is wrong and why, and repairs it.

    examine (reads) -> Case (facts) -> checks (pure) -> findings -> cures (write) -> examine again

Each check is one small function over the case; a finding is healed when the same check no longer
reports it.
"""
