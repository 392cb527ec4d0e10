"""What a shell needs to complete commands and options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.commands.table import build_parser
from wizard.terminal.completion import script
from wizard.views.result import Result
from wizard.views.simple import CompletionFacts

if TYPE_CHECKING:
    from wizard.commands.invocation import Invocation
    from wizard.commands.options.simple import CompletionOptions


def run(_invocation: Invocation, options: CompletionOptions) -> Result[CompletionFacts]:
    """Write the script for a shell."""
    return Result(CompletionFacts(options.shell, script(options.shell, build_parser())))
