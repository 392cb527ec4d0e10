"""Every command line that the documents show, wherever it stands in them."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
MIRROR_README = ROOT / "templates" / "files" / "README.md"
NAMES = ("README.md", "SETUP_ASSISTANT.md", "CONTRIBUTING.md", "SECURITY.md")
PAGES = (*(ROOT / name for name in NAMES), MIRROR_README, *sorted((ROOT / "docs").rglob("*.md")))
OURS = ("section11-setup", "section11-sync")
PROGRAMS = frozenset(
    {
        *OURS, "brew", "export", "gh", "git", "loginctl", "make", "pip", "pipx", "pre-commit", "py",
        "python", "python3", "sha256sum", "unset", "uv", "uvx",
    }
)  # fmt: skip
SHELLS = frozenset({"bash", "sh", "powershell"})
FENCE = re.compile(r"\s*```(\w*)")
PROSE = re.compile(r"[.,;:]?\s{2,}\(.*\)$")
"""What an indented line may say in words after its command."""


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A command line as a shell takes it apart, and where it first stands."""

    page: str
    words: tuple[str, ...]

    @property
    def program(self) -> str:
        """What it runs."""
        return program(self.words[0])

    def __str__(self) -> str:
        return shlex.join(self.words)


def program(text: str) -> str:
    """Return the program that a line begins with, without its folder; "" for no words."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return re.split(r"[/\\]", first)[-1]


def command_lines(text: str) -> Iterator[str]:
    """Return the command lines of a document in Markdown, as they stand there."""
    language: str | None = None
    for line in _whole(text):
        fence = FENCE.match(line)
        if fence:
            language = fence[1] if language is None else None
        elif language is not None:
            yield from _of_block(language, line.strip())
        elif line.startswith("    "):
            yield from _of_block("", PROSE.sub("", line.strip()))
        else:
            yield from (span for span in re.findall(r"`([^`]+)`", line) if _is_inline(span))


def _whole(text: str) -> list[str]:
    """Return the lines, where spans and commands that go on in the next one are joined."""
    joined = re.sub(r"\\\n\s*", "", text)
    return re.sub(
        r"(?<!`)`([^`\n]+)\n([^`\n]+)`(?!`)",
        lambda span: f"`{span[1].strip()} {span[2].strip()}`",
        joined,
    ).splitlines()


def _of_block(language: str, line: str) -> Iterator[str]:
    """Return the command in a line of a block; in a block for a shell every line is one."""
    if language == "console":
        if line.startswith("$ "):
            yield line.removeprefix("$ ")
    elif line and not line.startswith("#") and (language in SHELLS or program(line) in PROGRAMS):
        yield line


def _is_inline(span: str) -> bool:
    """Whether code within a sentence is a command: one of our programs, or one with arguments."""
    return "<" not in span and (span in OURS or (program(span) in PROGRAMS and " " in span))


def collected() -> list[CommandLine]:
    """Return each command line of all documents once."""
    found: dict[tuple[str, ...], CommandLine] = {}
    for page in PAGES:
        for text in command_lines(page.read_text(encoding="utf-8")):
            words = tuple(shlex.split(text, comments=True))
            found.setdefault(words, CommandLine(page.relative_to(ROOT).as_posix(), words))
    return list(found.values())
