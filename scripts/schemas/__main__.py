"""Write the schemas: ``python -m scripts.schemas``, after a table of the pages changed."""

from __future__ import annotations

import json
import sys

from scripts.schemas.documents import schemas
from scripts.schemas.tables import DOCS

FOLDER = DOCS / "schemas"


def text(schema: dict[str, object]) -> str:
    """Return a schema as its file has it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Write all of them."""
    for name, schema in schemas().items():
        (FOLDER / name).write_text(text(schema), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
