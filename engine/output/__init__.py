"""Publishing a sync: at most one commit, built on the remote's head and pushed with real git."""

from engine.output.options import PublishOptions, options_from
from engine.output.publisher import PublishResult, publish
from engine.output.remote import PublishError

__all__ = ["PublishError", "PublishOptions", "PublishResult", "options_from", "publish"]
