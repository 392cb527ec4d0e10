"""A field that is filled in: typing replaces what stands there, moving in it keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.application import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.key_binding.bindings.named_commands import get_by_name
from prompt_toolkit.keys import Keys
from prompt_toolkit.lexers import Lexer

if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit.document import Document
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent

KEEPING = {"right": "forward-char", "end": "end-of-line", "c-e": "end-of-line"}
"""Keys that take the default as it is, to write on behind it, and what else they do."""
SELECTED, ANSWER = "reverse", "class:answer"


class DefaultAnswer:
    """The state of one field: whether what it shows is still the untouched default."""

    def __init__(self, default: str) -> None:
        self._default = default
        self._kept = not default
        self.lexer: Lexer = _Lexer(self._is_untouched)
        self.key_bindings = self._bindings()

    def _is_untouched(self) -> bool:
        buffer = get_app().current_buffer
        at_its_end = buffer.cursor_position == len(self._default)
        return not self._kept and at_its_end and buffer.text == self._default

    def _bindings(self) -> KeyBindings:
        bindings, untouched = KeyBindings(), Condition(self._is_untouched)

        @bindings.add(Keys.Any, filter=untouched)
        @bindings.add(Keys.BracketedPaste, filter=untouched)
        def replace(event: KeyPressEvent) -> None:
            event.current_buffer.text = ""
            self._kept = True
            event.current_buffer.insert_text(event.data.replace("\n", " "))

        for key, command in KEEPING.items():

            @bindings.add(key, filter=untouched)
            def keep(event: KeyPressEvent, command: str = command) -> None:
                self._kept = True
                get_by_name(command).call(event)

        return bindings


class _Lexer(Lexer):
    """Shows the untouched default as selected, which is what it behaves like."""

    def __init__(self, untouched: Callable[[], bool]) -> None:
        self._untouched = untouched

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """Return the style of a line at the moment when it is drawn: the result is kept longer."""

        def line(number: int) -> StyleAndTextTuples:
            selected = self._untouched() and not get_app().is_done
            return [(SELECTED if selected else ANSWER, document.lines[number])]

        return line
