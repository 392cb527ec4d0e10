"""Publishing a sync: one commit, pushed safely, with real git."""
