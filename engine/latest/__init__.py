"""``latest.json``: the snapshot that an AI coach reads first."""
