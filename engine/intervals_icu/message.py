"""Messages in the chat of an activity."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def message_texts(messages: Iterable[object]) -> tuple[str, ...]:
    """Return the text of each message that has one: ``content``, else ``text`` (defect A-18)."""
    texts = []
    for message in messages:
        if isinstance(message, dict):
            found = (message.get("content"), message.get("text"))
            texts += [text for text in found if isinstance(text, str) and text.strip()][:1]
    return tuple(texts)
