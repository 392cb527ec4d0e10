"""Publishing a sync: at most one commit, built on the remote's head and pushed with real git."""

from engine.output.publisher import PublishOptions, PublishResult, options_from, publish
from engine.output.remote import PublishError

__all__ = ["PublishError", "PublishOptions", "PublishResult", "options_from", "publish"]
