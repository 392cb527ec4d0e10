"""What README, set-up assistant and the pages of commands say exists, exists, and costs that.

``python -m tests.docs.test_statements`` writes the workflow into the set-up assistant again.
"""

from __future__ import annotations

import argparse
import ast
import re
from pathlib import Path

import pytest

from engine import cli as engine_cli
from engine.base.format import PRIVACY_LEVELS
from engine.exit_codes import SyncExit as EngineExitCode
from scripts.release.assets import BY_HAND
from templates import schedule
from templates.coaches import FIRST_QUESTION
from templates.render import workflow
from templates.settings import SECRETS, VARIABLES
from wizard.commands.options.shared import add_behavior
from wizard.commands.table import build_parser
from wizard.dialogs.questions import DETAILS, LABEL_WIDTH, title
from wizard.exit_codes import ExitCode
from wizard.local.interval import INTERVALS

ROOT = Path(__file__).resolve().parents[2]
ASSISTANT, README = ROOT / "SETUP_ASSISTANT.md", ROOT / "README.md"
COMMANDS, ENGINE = ROOT / "docs" / "commands.md", ROOT / "docs" / "engine.md"
PRIVACY = ROOT / "docs" / "privacy.md"
DOCUMENTS = (ASSISTANT, README, COMMANDS, ENGINE)
WORKFLOW = re.compile(r"(?<=```yaml\n).*?(?=```)", re.DOTALL)
FLAG = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def spans(text: str) -> list[str]:
    """Return what is set in code within lines."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def subparsers() -> dict[str, argparse.ArgumentParser]:
    """Return the wizard's commands."""
    parser = build_parser()
    [action] = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(action.choices)


def flags(parser: argparse.ArgumentParser) -> set[str]:
    """Return a parser's long options."""
    return {flag for action in parser._actions for flag in action.option_strings}


def table(text: str, first: str) -> list[list[str]]:
    """Return the rows of the table whose head begins with ``first``, without markup."""
    rows = text.partition(f"\n| {first}")[2].splitlines()[2:]
    cells = []
    for row in rows:
        if not row.startswith("|"):
            break
        cells.append([cell.strip(" `") for cell in row.strip("|").split("|")])
    return cells


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_option_in_the_documents_exists(path: Path) -> None:
    known = flags(build_parser()) | flags(engine_cli.parser())
    for parser in subparsers().values():
        known |= flags(parser)
    alone = (span for span in spans(path.read_text(encoding="utf-8")) if span.startswith("-"))
    named = {flag for span in alone for flag in FLAG.findall(span)}
    assert named
    assert named <= known


@pytest.mark.parametrize("path", [ASSISTANT, README], ids=lambda path: path.name)
def test_every_command_is_told_of(path: Path) -> None:
    named = " ".join(row[0] for row in table(path.read_text(encoding="utf-8"), "command"))
    missing = sorted(name for name in subparsers() if not re.search(rf"\b{name}\b", named))
    assert not missing, f"{path.name} has to tell about: {', '.join(missing)}"


@pytest.mark.parametrize("name", subparsers())
def test_the_page_of_commands_tells_of_every_option(name: str) -> None:
    text = COMMANDS.read_text(encoding="utf-8")
    everywhere = argparse.ArgumentParser()
    add_behavior(everywhere)
    shared, own = text.partition("## Options of single commands")[::2]
    section = re.search(rf"^### (?:\w+, )*{name}\b.*?(?=^##)", own, re.MULTILINE | re.DOTALL)
    assert section, f"docs/commands.md has no section about {name}"
    told = shared if name not in {"local", "demo"} else shared.partition("## Settings")[2]
    special = {flag for flag in flags(subparsers()[name]) if flag.startswith("--")}
    missing = special - flags(everywhere) - set(FLAG.findall(told + section.group()))
    assert not missing
    assert flags(everywhere) <= set(re.findall(r"(?<![\w-])--?[a-z-]+", shared))


def test_the_page_of_the_engine_tells_of_every_option() -> None:
    visible = {
        flag
        for action in engine_cli.parser()._actions
        for flag in action.option_strings
        if action.help != argparse.SUPPRESS and flag.startswith("--")
    }
    assert visible - {"--help"} <= set(FLAG.findall(ENGINE.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("path", "first"),
    [(ASSISTANT, "status of"), (COMMANDS, "exit code")],
    ids=["assistant", "commands"],
)
def test_every_exit_status_is_explained(path: Path, first: str) -> None:
    rows = table(path.read_text(encoding="utf-8"), first)
    assert [int(row[0]) for row in rows] == [int(code) for code in ExitCode]


def test_the_engines_exit_status_is_explained() -> None:
    rows = table(ENGINE.read_text(encoding="utf-8"), "exit status")
    assert [int(row[0]) for row in rows] == [int(code) for code in EngineExitCode]
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


def test_the_assistant_knows_every_line_of_the_list_of_settings() -> None:
    told = [row[0] for row in table(ASSISTANT.read_text(encoding="utf-8"), "setting |")]
    asked = [title(BY_HAND, key, ())[:LABEL_WIDTH].strip() for key in DETAILS]
    assert set(asked) <= set(told)


def test_the_assistant_knows_privacy_levels_intervals_and_names() -> None:
    text = ASSISTANT.read_text(encoding="utf-8")
    levels = [row[0].split("`")[0] for row in table(text, "`--privacy`")]
    assert tuple(levels) == PRIVACY_LEVELS
    assert table(text, "`--privacy`") == table(PRIVACY.read_text("utf-8"), "`--privacy`")
    assert INTERVALS["15min"].label in text
    assert all(f"`{name}`" in text for name in (*SECRETS, *VARIABLES.values()))


def test_the_assistant_asks_the_coach_what_the_program_says() -> None:
    assert FIRST_QUESTION in ASSISTANT.read_text(encoding="utf-8")


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
    again = "python -m tests.docs.test_statements writes it again"
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
