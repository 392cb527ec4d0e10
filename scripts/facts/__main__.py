"""Fill the tables: ``python -m scripts.facts``, after what they are made from changed."""

from __future__ import annotations

import sys

from scripts.facts.pages import filled, pages


def main() -> int:
    """Write the pages anew."""
    for page in pages():
        page.write_text(filled(page.read_text("utf-8")), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
