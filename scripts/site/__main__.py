"""Build the site: ``python -m scripts.site``."""

from __future__ import annotations

import logging
import sys

from mkdocs.exceptions import MkDocsException

from scripts.site.build import BUILD, build


def main() -> int:
    """Build it below ``build/``, and say what stands in the way."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    try:
        site = build(BUILD)
    except MkDocsException as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{site / 'index.html'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
