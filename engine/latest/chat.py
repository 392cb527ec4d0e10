"""``chat_notes``: what was written below an activity, and whether the athlete wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.base.decode import JsonObject
    from engine.intervals_icu import Athlete
    from engine.intervals_icu.message import Message

MOST_NOTES = 20
"""Messages of one activity."""
ATHLETE, OTHER = "athlete", "other"


class ChatNote(NamedTuple):
    """A text, and whether it is the athlete's or somebody else's (also when nobody knows whose)."""

    text: str
    author: str = OTHER


def chat_notes(messages: Iterable[Message], athlete: Athlete) -> tuple[ChatNote, ...]:
    """Tell the athlete's messages from others'; of very many the newest stay, marked as cut."""
    own, all_ = athlete.id, list(messages)
    kept = [
        ChatNote(message.text, ATHLETE if own and str(message.author) == own else OTHER)
        for message in all_[-MOST_NOTES:]
    ]
    missing = len(all_) - len(kept)
    if missing:
        first = kept[0]
        kept[0] = first._replace(text=f"[… {missing} earlier messages cut] {first.text}")
    return tuple(kept)


def stored_chat_notes(row: JsonObject) -> tuple[ChatNote, ...]:
    """Read the notes of an earlier row, whatever it is."""
    texts, authors = row.get("chat_notes"), row.get("chat_note_authors")
    texts = texts if isinstance(texts, list) else []
    if not isinstance(authors, list) or len(authors) != len(texts):
        authors = [OTHER] * len(texts)
    return tuple(
        ChatNote(text, ATHLETE if author == ATHLETE else OTHER)
        for text, author in zip(texts, authors, strict=True)
        if isinstance(text, str)
    )


def chat_fields(notes: Sequence[ChatNote]) -> JsonObject:
    """Return the two keys of a row; none without a note."""
    if not notes:
        return {}
    return {
        "chat_notes": [note.text for note in notes],
        "chat_note_authors": [note.author for note in notes],
    }
