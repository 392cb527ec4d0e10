"""GitHub's own parser of workflows, which `make tests` installs where there is npm."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BANNER = "import {createRequire} from 'module';const require=createRequire(import.meta.url);"
MODULES = ROOT / "build/node/node_modules"


def bundled(folder: Path) -> tuple[str, str]:
    """The command that checks the workflows named after it; skips where nothing is installed.

    It is bundled because older Node cannot import its JSON.
    """
    node, esbuild = shutil.which("node"), MODULES / ".bin/esbuild"
    if node is None or not esbuild.exists() or not (MODULES / "@actions/workflow-parser").exists():
        pytest.skip("GitHub's workflow parser is not installed")
    bundle = folder / "check.mjs"
    done = subprocess.run(
        [
            str(esbuild), str(ROOT / "tests/templates/check_workflow.mjs"),
            "--bundle", "--platform=node", "--format=esm", f"--outfile={bundle}",
            f"--banner:js={BANNER}",
        ],
        cwd=ROOT, env=os.environ | {"NODE_PATH": str(MODULES)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return node, str(bundle)
