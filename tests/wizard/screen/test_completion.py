"""What shells complete, and what the parser guesses."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from wizard.commands.table import COMMANDS, build_parser, parse
from wizard.terminal.completion import SHELLS, describe, script

if TYPE_CHECKING:
    from pathlib import Path

ASK_BASH = """
COMP_WORDS=({line})
COMP_CWORD=$((${{#COMP_WORDS[@]}}-1))
_section11_setup
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
LINES = [
    ("section11-setup st", {"status"}),
    ("section11-setup --schedu", {"--schedule"}),
    ("section11-setup settings --pri", {"--privacy"}),
    ("section11-setup settings --privacy s", {"standard", "strict"}),
    ("section11-setup coach c", {"claude", "chatgpt", "copilot"}),
]


@pytest.mark.parametrize("shell", SHELLS)
def test_each_script_knows_every_command_and_option(shell: str) -> None:
    parser = build_parser()
    written = script(shell, parser)
    assert written.startswith("# ")
    assert f"completion {shell}" in written.splitlines()[0]
    for command in describe(parser):
        assert command.name in written
        for flag in command.flags:
            assert (flag.lstrip("-") if shell == "fish" else flag) in written


@pytest.mark.process
@pytest.mark.skipif(not shutil.which("bash"), reason="bash is needed")
@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_bash_completes(line: str, wanted: set[str]) -> None:
    text = script("bash", build_parser()) + ASK_BASH.format(line=line)
    assert set(_run("bash", "-c", text)) == wanted


@pytest.mark.process
@pytest.mark.skipif(not shutil.which("fish"), reason="fish is needed")
@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_fish_completes(line: str, wanted: set[str], tmp_path: Path) -> None:
    text = script("fish", build_parser()) + f"complete -C '{line}'"
    told = _run("fish", "--no-config", "-c", text, home=tmp_path)
    assert {one.partition("\t")[0] for one in told} == wanted


@pytest.mark.process
@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is needed")
def test_zsh_loads_it(tmp_path: Path) -> None:
    text = f"autoload -U compinit; compinit -D -u\n{script('zsh', build_parser())}print loaded"
    assert _run("zsh", "-f", "-c", text, home=tmp_path) == ["loaded"]


def _run(*command: str, home: Path | None = None) -> list[str]:
    where = {"HOME": str(home), "PATH": "/usr/bin:/bin"} if home else None
    done = subprocess.run(command, capture_output=True, text=True, env=where, check=True)
    assert not done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("line", "guess"),
    [
        (["statsu"], "status"),
        (["setings"], "settings"),
        (["settings", "--privacy", "strct"], "strict"),
        (["sync", "--if-oldr", "3h"], "--if-older"),
        (["--shedule=30min"], "--schedule"),
    ],
)
def test_a_mistyped_word_is_guessed(
    line: list[str], guess: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        parse(line)
    assert stopped.value.code == 2
    assert f"did you mean `{guess}`?" in capsys.readouterr().err


def test_nothing_is_guessed_from_far_away(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["zzz"])
    told = capsys.readouterr().err
    assert "did you mean" not in told
    assert all(command.name in told for command in COMMANDS)
