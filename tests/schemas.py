"""Holds documents against the schemas as they are published."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import ValidationError

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "schemas"
NAMES = ("latest", "history", "intervals", "routes", "ftp_history")


@functools.cache
def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))
    return found


@functools.cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name))


def faults(name: str, document: Any) -> list[str]:
    """What a schema has against a document: path and broken rule, down to the last alternative."""
    return [
        f"{fault.json_path} {fault.validator}: {fault.message[-160:]}"
        for error in validator(name).iter_errors(document)
        for fault in _leaves(error)
    ]


def faults_of_files(files: dict[str, Any]) -> list[str]:
    """The same for the data files of a sync."""
    return [f"{name}: {fault}" for name in NAMES for fault in faults(name, files[f"{name}.json"])]


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    if not error.context:
        yield error
    for inner in error.context or ():
        yield from _leaves(inner)
