"""The small bundle that mirrors are given in tests that do not run it.

The real one has some megabytes: to send, name, store and search them again in every set-up takes
most of the time of a test.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from templates import bundle
from wizard.mirror.files import wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

whole_contents = bundle.contents
DERIVED = (bundle.engine_bundle, bundle.engine_digest, wanted.rendered, wanted._content_ids)
"""What the process works out once from the bundle."""


def small_contents() -> dict[str, bytes]:
    """Return a program that ends well, and bytes that are no text, as in every wheel."""
    return {bundle.MAIN: b"", "bytes": bytes(range(256))}


@contextmanager
def bundled(contents: Callable[[], dict[str, bytes]]) -> Iterator[None]:
    """Let the product place a bundle with these contents."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle, "contents", contents)
        _forget()
        yield
    _forget()


def _forget() -> None:
    for function in DERIVED:
        function.cache_clear()
