"""What shells complete: commands, options and their values.

Written out of the parser, so that nothing can be forgotten. The scripts call no program: a shell
must not wait for Python at each Tab.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wizard.terminal.command_line import Option, Parser


@dataclass(frozen=True, slots=True)
class Described:
    """One command; its name is empty for what may stand before a command."""

    name: str
    words: str
    options: tuple[Option, ...]

    @property
    def flags(self) -> tuple[str, ...]:
        """All options, as they are typed."""
        return tuple(flag for option in self.options for flag in option.flags)

    @property
    def values(self) -> tuple[str, ...]:
        """What may stand by itself."""
        return tuple(
            value for option in self.options if not option.flags for value in option.choices
        )


def describe(parser: Parser) -> tuple[Described, ...]:
    """Describe a program: first what may stand before a command, then each command."""
    commands = (
        Described(name, words, own.options()) for name, (words, own) in parser.commands().items()
    )
    return (Described("", "", parser.options()), *commands)


def _named(program: str) -> str:
    return program.replace("-", "_")


def _chosen(commands: Iterable[Described]) -> dict[str, tuple[str, ...]]:
    """Map each option with fixed values to these; the same option means the same everywhere."""
    return {
        flag: option.choices
        for command in commands
        for option in command.options
        for flag in option.flags
        if option.choices
    }


def _paths(commands: Iterable[Described]) -> tuple[str, ...]:
    found = (
        flag
        for command in commands
        for option in command.options
        if option.is_path
        for flag in option.flags
    )
    return tuple(dict.fromkeys(found))


def _bash(program: str, commands: tuple[Described, ...]) -> str:
    function, names = f"_{_named(program)}", [one.name for one in commands if one.name]
    values = [
        f'    {flag}) COMPREPLY=($(compgen -W "{" ".join(choices)}" -- "$word")); return ;;'
        for flag, choices in _chosen(commands).items()
    ]
    words = [
        f'    {one.name or "*"}) words="{" ".join((*one.flags, *(one.values or ())))}" ;;'
        for one in (*commands[1:], commands[0])
    ]
    return "\n".join(
        (
            f"{function}() {{",
            '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"',
            '  local command="" words="" one',
            '  for one in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
            f'    case "$one" in {"|".join(names)}) command="$one"; break ;; esac',
            "  done",
            '  case "$before" in',
            *values,
            f'    {"|".join(_paths(commands))}) COMPREPLY=($(compgen -f -- "$word")); return ;;',
            "  esac",
            '  case "$command" in',
            *words,
            "  esac",
            f'  if [ -z "$command" ]; then words="$words {" ".join(names)}"; fi',
            '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
            "}",
            f"complete -o default -F {function} {program}",
            "",
        )
    )


def _zsh(program: str, commands: tuple[Described, ...]) -> str:
    function = f"_{_named(program)}"
    listed = [f"    {_quoted(f'{one.name}:{_plain(one.words)}')}" for one in commands if one.name]
    cases = []
    for one in commands[1:]:
        specs = [f"      {spec}" for option in one.options for spec in _zsh_specs(option)]
        head = (f"    {one.name})", "    _arguments -s \\")
        cases.append("\n".join((*head, *_joined(specs), "    ;;")))
    first = [f"    {spec}" for option in commands[0].options for spec in _zsh_specs(option)]
    return "\n".join(
        (
            f"{function}() {{",
            "  local line state",
            "  local -a commands=(",
            *listed,
            "  )",
            "  _arguments -s -C \\",
            *(f"{spec} \\" for spec in first),
            "    '1:command:->command' '*::argument:->rest'",
            '  case "$state" in',
            "  command) _describe command commands ;;",
            '  rest) case "$line[1]" in',
            *cases,
            "    esac ;;",
            "  esac",
            "}",
            f"compdef {function} {program}",
            "",
        )
    )


def _joined(lines: list[str]) -> list[str]:
    return [f"{line} \\" for line in lines[:-1]] + lines[-1:]


def _zsh_specs(option: Option) -> list[str]:
    what = (
        f"({' '.join(option.choices)})" if option.choices else "_files" if option.is_path else " "
    )
    if not option.flags:
        return [_quoted(f":value:{what}")]
    value = f":value:{what}" if option.takes_value else ""
    words = _plain(option.words).replace("[", "(").replace("]", ")")
    return [_quoted(f"{flag}[{words}]{value}") for flag in option.flags]


def _fish(program: str, commands: tuple[Described, ...]) -> str:
    lines = [f"complete -c {program} -f"]
    lines += [
        f"complete -c {program} -n __fish_use_subcommand -a {one.name} "
        f"-d {_quoted(_plain(one.words))}"
        for one in commands
        if one.name
    ]
    for one in commands:
        seen = f"__fish_seen_subcommand_from {one.name}" if one.name else "__fish_use_subcommand"
        start = f"complete -c {program} -n {_quoted(seen)}"
        lines += [f"{start} {_fish_option(option)}" for option in one.options]
    return "\n".join((*lines, ""))


def _fish_option(option: Option) -> str:
    parts = [
        f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in option.flags
    ]
    if option.flags and option.takes_value:
        parts.append("-r" if option.is_path else "-x")
    if option.choices:
        parts.append(f"-a {_quoted(' '.join(option.choices))}")
    if option.is_path:
        parts.append("-F")
    return " ".join((*parts, f"-d {_quoted(_plain(option.words))}"))


def _powershell(program: str, commands: tuple[Described, ...]) -> str:
    def table(rows: Mapping[str, Iterable[str]]) -> list[str]:
        return [
            f"    '{key}' = @({', '.join(_doubled(one) for one in values)})"
            for key, values in rows.items()
        ]

    names = ", ".join(_doubled(one.name) for one in commands if one.name)
    return "\n".join(
        (
            f"Register-ArgumentCompleter -Native -CommandName {program} -ScriptBlock {{",
            "  param($word, $line, $cursor)",
            f"  $commands = @({names})",
            "  $values = @{",
            *table(_chosen(commands)),
            "  }",
            "  $words = @{",
            *table({one.name: (*one.flags, *one.values) for one in commands}),
            "  }",
            "  $elements = $line.CommandElements | Select-Object -Skip 1",
            '  $said = @($elements | ForEach-Object { "$_" })',
            "  if ($word) { $said = @($said | Select-Object -SkipLast 1) }",
            "  $command = @($said | Where-Object { $commands -contains $_ })[0]",
            "  $before = @($said)[-1]",
            "  if ($before -and $values.ContainsKey($before)) { $offered = $values[$before] }",
            "  elseif ($command) { $offered = $words[$command] }",
            "  else { $offered = $commands + $words[''] }",
            '  $offered | Where-Object { $_ -like "$word*" } | ForEach-Object {',
            "    [System.Management.Automation.CompletionResult]::new($_)",
            "  }",
            "}",
            "",
        )
    )


def _plain(words: str) -> str:
    """Leave out what shells read as signs of their own."""
    return words.replace(":", ",").replace("\\", "")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _doubled(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


SHELLS: Mapping[str, Callable[[str, tuple[Described, ...]], str]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
    "powershell": _powershell,
}
LOADED_BY: Mapping[str, str] = {
    "bash": '~/.bashrc: eval "$({} completion bash)"',
    "zsh": '~/.zshrc, after compinit: eval "$({} completion zsh)"',
    "fish": "~/.config/fish/config.fish: {} completion fish | source",
    "powershell": "$PROFILE: {} completion powershell | Out-String | Invoke-Expression",
}


def script(shell: str, parser: Parser) -> str:
    """Write the script for a shell; its first line says where it is loaded."""
    program = parser.prog
    loaded = LOADED_BY[shell].format(program)
    return f"# {loaded}\n{SHELLS[shell](program, describe(parser))}"
