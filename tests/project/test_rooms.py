"""Files and folders stay small enough to be read at once, those of the tests, too."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINES, FILES = 400, 15
MODULES = [
    path.relative_to(ROOT)
    for package in ROOT.glob("*/__init__.py")
    for path in package.parent.rglob("*.py")
]


def test_no_file_has_more_than_400_lines():
    lengths = {str(path): len((ROOT / path).read_text("utf-8").splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > LINES} == {}


def test_no_folder_has_more_than_15_files():
    crowds = Counter(str(path.parent) for path in MODULES)
    assert {folder: count for folder, count in crowds.items() if count > FILES} == {}
