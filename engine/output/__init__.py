"""Files, privacy and publishing: one commit at most, on the remote's head, pushed with real git."""
