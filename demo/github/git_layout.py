"""What an empty bare repository is made of; written here because a process takes much longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HOOK = """#!/bin/sh
# Refuses what GitHub refuses; the server says in the environment what this push may not do.
old=$2 new=$3
case $new in *[!0]*) ;; *) exit 0 ;; esac
case $old in *[!0]*) ;; *) old=$(git hash-object -t tree /dev/null) ;; esac
if [ -n "$STANDIN_NO_WORKFLOWS" ]; then
    changed=$(git diff --name-only "$old" "$new" -- .github/workflows | head -n 1)
    if [ -n "$changed" ]; then
        echo "refusing to allow $STANDIN_NO_WORKFLOWS to create or update workflow" \\
            "\\`$changed\\` without \\`workflows\\` permission" >&2
        exit 1
    fi
fi
case " $STANDIN_PROTECTED " in
    *" $1 "*) echo "GH006: Protected branch update failed for $1." >&2; exit 1 ;;
esac
"""

CONFIG = """\
[core]
\trepositoryformatversion = 0
\tbare = true
# all goes from this computer to itself
\tcompression = 0
[http]
\treceivepack = true
[uploadpack]
\tallowFilter = true
\tallowAnySHA1InWant = true
[gc]
\tauto = 0
[receive]
\tautogc = false
# loose objects are read without a process
[transfer]
\tunpackLimit = 100000
"""


def lay_out(path: Path, borrowed: Path | None) -> None:
    """Make the folders and files of a repository that has no object and no reference yet."""
    for folder in ("hooks", "objects/info", "objects/pack", "refs/heads", "refs/tags"):
        (path / folder).mkdir(parents=True)
    if borrowed:
        alternates = path / "objects" / "info" / "alternates"
        alternates.write_text(f"{borrowed / 'objects'}\n", encoding="utf-8")
    hook = path / "hooks" / "update"
    hook.write_text(HOOK, encoding="utf-8", newline="\n")
    hook.chmod(0o755)
    (path / "config").write_text(CONFIG, encoding="utf-8")
