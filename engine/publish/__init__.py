"""Publishing a sync: at most one commit, built on the remote's head and pushed with real git."""

from engine.publish.publisher import PublishOptions, PublishResult, options_from, publish
from engine.publish.repository import PublishError

__all__ = ["PublishError", "PublishOptions", "PublishResult", "options_from", "publish"]
