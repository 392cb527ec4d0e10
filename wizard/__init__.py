"""The guided set-up: asks, inspects, plans, applies, watches."""

from __future__ import annotations

from importlib import metadata

try:
    __version__ = metadata.version("section11-setup")
except metadata.PackageNotFoundError:  # run from a source tree that is not installed
    __version__ = "0"
