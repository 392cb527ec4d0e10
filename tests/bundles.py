"""The bundles that mirrors are given in tests in place of the real one.

The real one has some megabytes: to send, name, store and search them again in every set-up takes
most of the time of a test that does not run it, and to compile them most of the time of one that
runs it often.
"""

from __future__ import annotations

import marshal
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import MAGIC_NUMBER, source_hash
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


@lru_cache(maxsize=1)
def compiled_contents() -> dict[str, bytes]:
    """Return the real bundle, its modules compiled for this Python as zipimport would each time."""
    return dict(
        (f"{path}c", _compiled(path, content)) if path.endswith(".py") else (path, content)
        for path, content in whole_contents().items()
    )


def _compiled(path: str, source: bytes) -> bytes:
    flags = 0b01  # known by a hash of the source, which is not asked for
    head = MAGIC_NUMBER + flags.to_bytes(4, "little") + source_hash(source)
    return head + marshal.dumps(compile(source, path, "exec", dont_inherit=True))


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
