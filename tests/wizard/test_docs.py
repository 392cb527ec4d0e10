"""What README and set-up assistant say exists, exists, and costs what they say.

``python -m tests.wizard.test_docs`` writes the workflow into the set-up assistant again.
"""

from __future__ import annotations

import argparse
import ast
import re
import shlex
from pathlib import Path

import pytest

from engine import cli as engine_cli
from engine.base.format import PRIVACY_LEVELS
from engine.exit_codes import SyncExit as EngineExitCode
from scripts.release.assets import BY_HAND
from templates import schedule
from templates.render import workflow
from templates.settings import SECRETS, VARIABLES
from wizard.commands.table import build_parser
from wizard.exit_codes import ExitCode
from wizard.local.timers.interval import INTERVALS

ROOT = Path(__file__).resolve().parents[2]
ASSISTANT, README = ROOT / "SETUP_ASSISTANT.md", ROOT / "README.md"
DOCUMENTS = (ASSISTANT, README)
WORKFLOW = re.compile(r"(?<=```yaml\n).*?(?=```)", re.DOTALL)
PROGRAM = re.compile(r"^(?:\$ |uvx |pipx run )?(?:\S*[/\\])?section11-(setup|sync)(?=\s|$)")
FLAG = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def spans(text: str) -> list[str]:
    """Return what is set in code within lines."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def lines(text: str) -> list[str]:
    """Return the lines of code blocks, fenced or indented."""
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    fenced = [line.strip() for block in blocks for line in block.splitlines()]
    return fenced + re.findall(r"^ {4,}(\S.*)$", text, re.MULTILINE)


def commands(path: Path) -> list[tuple[str, list[str]]]:
    """Return the command lines of both programs that a document names."""
    found = []
    text = path.read_text(encoding="utf-8")
    for snippet in (*spans(text), *lines(text)):
        match = PROGRAM.match(snippet)
        if match and "..." not in snippet:
            words = shlex.split(snippet[match.end() :], comments=True)
            found.append((match.group(1), words))
    return found


def subparsers() -> dict[str, argparse.ArgumentParser]:
    """Return the wizard's commands."""
    parser = build_parser()
    [action] = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(action.choices)


def understood(parser: argparse.ArgumentParser, words: list[str]) -> bool:
    """Whether a parser accepts a command line."""
    try:
        parser.parse_args(words)
    except SystemExit as stop:
        return stop.code == 0  # as for --help
    return True


def flags(parser: argparse.ArgumentParser) -> set[str]:
    """Return a parser's long options."""
    return {flag for action in parser._actions for flag in action.option_strings}


def table(text: str, first: str) -> list[list[str]]:
    """Return the rows of the table whose head begins with ``first``, without markup."""
    rows = text.partition(f"| {first}")[2].splitlines()[2:]
    cells = []
    for row in rows:
        if not row.startswith("|"):
            break
        cells.append([cell.strip(" `") for cell in row.strip("|").split("|")])
    return cells


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_line_in_the_documents_is_understood(path: Path) -> None:
    parsers = {"setup": build_parser(), "sync": engine_cli.parser()}
    found = commands(path)
    assert len(found) > 10
    for program, words in found:
        assert understood(parsers[program], words), f"section11-{program} {shlex.join(words)}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_option_in_the_documents_exists(path: Path) -> None:
    known = flags(build_parser()) | flags(engine_cli.parser())
    for parser in subparsers().values():
        known |= flags(parser)
    alone = (span for span in spans(path.read_text(encoding="utf-8")) if span.startswith("-"))
    named = {flag for span in alone for flag in FLAG.findall(span)}
    assert named
    assert named <= known


def test_the_assistant_knows_every_command() -> None:
    named = {words[0] for program, words in commands(ASSISTANT) if program == "setup" and words}
    missing = sorted(set(subparsers()) - named)
    assert not missing, f"SETUP_ASSISTANT.md has to tell about: {', '.join(missing)}"


@pytest.mark.parametrize(
    ("path", "first"),
    [(ASSISTANT, "status of"), (README, "exit code")],
    ids=["assistant", "readme"],
)
def test_every_exit_status_is_explained(path: Path, first: str) -> None:
    rows = table(path.read_text(encoding="utf-8"), first)
    assert [int(row[0]) for row in rows] == [int(code) for code in ExitCode]


def test_the_engines_exit_status_is_explained() -> None:
    words = ASSISTANT.read_text(encoding="utf-8").partition("The engine alone")[2]
    numbers = re.findall(r"(?:^|, |: )(\d+) ", words.partition("\n\n")[0].replace("\n", " "))
    assert [int(number) for number in numbers] == [int(code) for code in EngineExitCode]


def test_the_assistant_knows_what_schedules_cost() -> None:
    rows = table(ASSISTANT.read_text(encoding="utf-8"), "`--schedule`")
    assert [row[0] for row in rows] == list(schedule.PRESETS)
    for key, _, minutes, fits in rows:
        cost = schedule.cost(schedule.entries(key, "UTC", BY_HAND.full_name))
        assert int(minutes.replace(",", "")) == cost.minutes
        assert fits.startswith("yes") == cost.fits
        assert cost.spent_on_day is None or fits.endswith(f"day {cost.spent_on_day}")


def test_the_assistant_knows_privacy_levels_intervals_and_names() -> None:
    text = ASSISTANT.read_text(encoding="utf-8")
    levels = [row[0].split("`")[0] for row in table(text, "`--privacy`")]
    assert tuple(levels) == PRIVACY_LEVELS
    assert INTERVALS["15min"].label in text
    assert all(f"`{name}`" in text for name in (*SECRETS, *VARIABLES.values()))


def said(folder: str) -> list[str]:
    """Return every text in the sources of a package; a gap where a value is put in."""
    texts = []
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = (v.value if isinstance(v, ast.Constant) else "\0" for v in node.values)
                texts.append("".join(str(part) for part in parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(node.value)
    return texts


def test_the_assistant_quotes_what_the_program_says() -> None:
    rows = table(ASSISTANT.read_text(encoding="utf-8"), "the athlete sees")
    quoted = [quote for row in rows for quote in re.findall(r'"([^"]+)"', row[0])]
    assert quoted
    texts = said("wizard") + said("engine")
    for quote in quoted:
        pieces = quote.split("…")
        assert any(all(piece in text for piece in pieces) for text in texts), quote


def test_the_workflow_of_the_assistant_is_the_one_that_the_wizard_writes() -> None:
    found = WORKFLOW.search(ASSISTANT.read_text(encoding="utf-8"))
    again = "python -m tests.wizard.test_docs writes it again"
    assert found
    assert found.group() == workflow(BY_HAND), again


@pytest.mark.parametrize("path", [ASSISTANT], ids=lambda path: path.name)
def test_links_within_the_project_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in anchors, target
        elif "://" not in target:
            assert (ROOT / target).exists(), target


if __name__ == "__main__":
    fresh = WORKFLOW.sub(lambda _: workflow(BY_HAND), ASSISTANT.read_text(encoding="utf-8"))
    ASSISTANT.write_text(fresh, encoding="utf-8")
