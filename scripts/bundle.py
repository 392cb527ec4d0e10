"""Write the engine as mirrors get it, so that everybody can make the file of a release again.

``python -m scripts.bundle FILE`` writes the same bytes wherever it runs.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from templates.bundle import engine_bundle


def main(arguments: list[str] | None = None) -> int:
    """Write the bundle to the file that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bundle", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.parse_args(arguments).file.write_bytes(engine_bundle())
    return 0


if __name__ == "__main__":
    sys.exit(main())
