"""What is not needed yet is not loaded: help and refusals come at once."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pkgutil import resolve_name

import pytest

from tests.interrupts import interrupt_import_of
from wizard.__main__ import main
from wizard.commands.table import COMMANDS, Command

HEAVY = ("github", "rich", "prompt_toolkit", "questionary", "keyring", "httpx", "asyncio", "ruamel")
"""Each takes longer to load than all that the parser needs."""
LOADED = f"""
import sys
from wizard.cli import main
code = main(sys.argv[1:])
print(*sorted(set({HEAVY}) & set(sys.modules)), file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.process
@pytest.mark.parametrize(
    ("line", "code"),
    [("--help", 0), ("doctor --help", 0), ("--version", 0), ("dokter", 2), ("--days 99", 2)],
)
def test_who_only_asks_for_help_waits_for_no_library(line: str, code: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *line.split()], capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    assert done.stderr.splitlines()[-1] == ""


@pytest.mark.parametrize("module", ["wizard.cli", "wizard.run"])
def test_ctrl_c_while_it_loads_is_no_traceback(
    module: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    interrupt_import_of(module, monkeypatch)
    assert main(["status", "--repo", "my mirror"]) == 130
    said = capsys.readouterr()
    assert said.err == "\nInterrupted. To go on: section11-setup status --repo 'my mirror'\n"
    assert said.out == ""


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_each_command_names_a_function_that_takes_its_options(command: Command) -> None:
    """The type checker does not see it: the table names functions that are loaded late."""
    signature = inspect.signature(resolve_name(command.runs))
    invocation, options, *others = signature.parameters.values()
    assert invocation.annotation == "Invocation"
    assert options.annotation == command.options.__name__
    assert signature.return_annotation.startswith("Result[")
    assert all(other.default is not inspect.Parameter.empty for other in others)
