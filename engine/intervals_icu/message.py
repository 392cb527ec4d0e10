"""Messages in the chat of an activity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base.decode import Fields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.base.decode import Id


@dataclass(frozen=True, slots=True)
class Message:
    """A message; ``author`` is the id of the athlete who wrote it, None when unknown."""

    text: str
    author: Id | None = None


def read_messages(messages: Iterable[object]) -> tuple[Message, ...]:
    """Return the messages that have a text: ``content``, else ``text`` (defect A-18)."""
    found = []
    for message in messages:
        if isinstance(message, dict):
            texts = (message.get("content"), message.get("text"))
            author = Fields(message, "message").identifier("athlete_id")
            written = [text for text in texts if isinstance(text, str) and text.strip()]
            found += [Message(text, author) for text in written[:1]]
    return tuple(found)
