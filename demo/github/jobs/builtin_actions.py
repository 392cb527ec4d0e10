"""The actions of GitHub's own that the stand-in knows, done by hand.

Each takes the job, its inputs and a log, and returns outputs; faults raise ActionError. Unknown
actions are refused, never skipped.
"""

from __future__ import annotations

import glob
import hashlib
import io
import json
import os
import platform
import re
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from demo.github.jobs import python
from demo.github.jobs.checkout import checkout
from demo.github.jobs.errors import ActionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from demo.github.jobs.shell import Log
    from demo.github.jobs.state import JobState

    Inputs = Mapping[str, str]
    Action = Callable[[JobState, Inputs, Log], dict[str, str]]

NAME = re.compile(r"(?P<name>[\w.-]+/[\w.-]+(?:/[\w./-]+)?)@(?P<ref>[\w./-]+)")
FULL_SHA = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Known:
    """An action: what it does, and the inputs it takes."""

    act: Action
    inputs: frozenset[str]
    has_post: bool = False


def setup_python(job: JobState, inputs: Inputs, log: Log) -> dict[str, str]:
    """Put the wanted Python first on the PATH, if this computer has it."""
    version = inputs.get("python-version", "")
    interpreter = python.find(version)
    if interpreter is None:
        log.line(f"::notice::Python {version} is not on this computer; {sys.version.split()[0]} is")
    elif interpreter != sys.executable:
        folder = job.folders.tools / "python"
        job.path.insert(0, str(python.create_from(interpreter, folder, job.packages)))
    found = Path(job.path[0]) / ("python.exe" if python.WINDOWS else "python")
    return {
        "python-version": platform.python_version(),
        "python-path": str(found),
        "cache-hit": "",
    }


# cache


def _cached_paths(job: JobState, text: str) -> list[Path]:
    return [
        Path(job.folders.workspace, line.strip().replace("~", str(job.folders.home), 1))
        for line in text.splitlines()
        if line.strip()
    ]


def _cache_file(job: JobState, inputs: Inputs, key: str) -> Path:
    version = hashlib.sha256(inputs.get("path", "").encode()).hexdigest()[:12]
    name = hashlib.sha256(key.encode()).hexdigest()[:24]
    return job.folders.caches / version / f"{name}.tar"


def restore_cache(job: JobState, inputs: Inputs, log: Log) -> dict[str, str]:
    """Unpack the cache of a key, or the newest one whose key starts with a restore key."""
    key = inputs["key"]
    chosen = _matching(job, inputs, key)
    outputs = {"cache-primary-key": key, "cache-matched-key": chosen or ""}
    if chosen is None:
        log.line(f"Cache not found for input keys: {key}")
        return {**outputs, "cache-hit": ""}
    with tarfile.open(_cache_file(job, inputs, chosen)) as archive:
        for index, target in enumerate(_cached_paths(job, inputs["path"])):
            _unpack(archive, str(index), target)
    log.line(f"Cache restored from key: {chosen}")
    return {**outputs, "cache-hit": "true" if chosen == key else "false"}


def _unpack(archive: tarfile.TarFile, prefix: str, target: Path) -> None:
    for member in archive.getmembers():
        first, _, rest = member.name.partition("/")
        source = archive.extractfile(member) if first == prefix else None
        if source is not None:
            place = target / rest if rest else target
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(source.read())
            place.chmod(member.mode)


def _matching(job: JobState, inputs: Inputs, key: str) -> str | None:
    exact = _cache_file(job, inputs, key)
    if exact.exists():
        return key
    known = [
        (file.stat().st_mtime_ns, json.loads(file.with_suffix(".json").read_text("utf-8")))
        for file in exact.parent.glob("*.tar")
    ]
    for wanted in [key, *inputs.get("restore-keys", "").split()]:
        fitting = [pair for pair in known if pair[1].startswith(wanted)]
        if fitting:
            return str(max(fitting)[1])
    return None


def save_cache(job: JobState, inputs: Inputs, log: Log) -> dict[str, str]:
    """Pack the paths under the key, unless the key is taken."""
    key = inputs["key"]
    file = _cache_file(job, inputs, key)
    if file.exists():
        log.line(f"Cache hit occurred on the primary key {key}, not saving cache.")
        return {}
    file.parent.mkdir(parents=True, exist_ok=True)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for index, path in enumerate(_cached_paths(job, inputs["path"])):
            if path.exists():
                archive.add(path, arcname=str(index))
    file.with_suffix(".json").write_text(json.dumps(key), encoding="utf-8")
    file.write_bytes(packed.getvalue())
    log.line(f"Cache saved with key: {key}")
    return {}


def cache(job: JobState, inputs: Inputs, log: Log) -> dict[str, str]:
    """Restore now, save when the job has succeeded."""
    return restore_cache(job, inputs, log)


def after_cache(job: JobState, inputs: Inputs, log: Log) -> None:
    """Save at the end of the job."""
    if job.status == "success":
        save_cache(job, inputs, log)


# artifacts


def upload_artifact(job: JobState, inputs: Inputs, log: Log) -> dict[str, str]:
    """Pack the files that the path patterns select into an artifact."""
    files = _selected(job.folders.workspace, inputs["path"])
    name = inputs.get("name") or "artifact"
    if not files:
        message = f"No files were found with the provided path: {inputs['path']}."
        rule = inputs.get("if-no-files-found") or "warn"
        if rule == "error":
            raise ActionError(message)
        if rule == "warn":
            log.line(f"::warning::{message} No artifacts will be uploaded.")
        return {}
    root = Path(os.path.commonpath([file.parent for file in files]))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.relative_to(root).as_posix())
    days = int(inputs.get("retention-days") or 0) or 90
    try:
        number = job.reporter.upload(
            name, packed.getvalue(), days, overwrite=inputs.get("overwrite") == "true"
        )
    except FileExistsError as error:
        raise ActionError(f"Failed to CreateArtifact: {error}") from None
    log.line(f"Artifact {name} has been successfully uploaded: {len(files)} files, id {number}")
    a = job.assignment
    return {
        "artifact-id": str(number),
        "artifact-url": f"{a.server_url}/{a.repository}/actions/runs/{a.run_id}/artifacts/{number}",
        "artifact-digest": hashlib.sha256(packed.getvalue()).hexdigest(),
    }


def _selected(workspace: Path, text: str) -> list[Path]:
    """Files that the patterns select; a pattern with `!` takes files out again."""
    chosen: dict[Path, None] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        pattern = str(workspace / line.removeprefix("!"))
        found = [Path(path) for path in glob.glob(pattern, recursive=True)]  # noqa: PTH207 - absolute
        inner = [file for path in found if path.is_dir() for file in path.rglob("*")]
        for path in [*found, *inner]:
            hidden = any(part.startswith(".") for part in path.relative_to(workspace).parts)
            if line.startswith("!"):
                chosen.pop(path, None)
            elif path.is_file() and not hidden:
                chosen[path] = None
    return sorted(chosen)


CACHE_INPUTS = frozenset(
    {"path", "key", "restore-keys", "enableCrossOsArchive", "fail-on-cache-miss"}
)
KNOWN = {
    "actions/checkout": Known(
        checkout,
        frozenset(
            {
                *("repository", "ref", "token", "path", "clean", "filter", "fetch-depth"),
                *("fetch-tags", "sparse-checkout", "sparse-checkout-cone-mode"),
                *("persist-credentials", "show-progress", "set-safe-directory"),
            }
        ),
        has_post=True,
    ),
    "actions/setup-python": Known(
        setup_python,
        frozenset(
            {
                *("python-version", "python-version-file", "cache", "cache-dependency-path"),
                *("architecture", "check-latest", "token", "update-environment", "pip-version"),
            }
        ),
        has_post=True,
    ),
    "actions/cache": Known(cache, CACHE_INPUTS, has_post=True),
    "actions/cache/restore": Known(restore_cache, CACHE_INPUTS),
    "actions/cache/save": Known(save_cache, CACHE_INPUTS),
    "actions/upload-artifact": Known(
        upload_artifact,
        frozenset(
            {
                *("name", "path", "if-no-files-found", "retention-days", "compression-level"),
                *("overwrite", "include-hidden-files"),
            }
        ),
    ),
}


def known(uses: str, *, pinned_only: bool) -> tuple[str, Known]:
    """Find an action; ActionError for one that is unknown or not pinned where that is a must."""
    found = NAME.fullmatch(uses.strip())
    if found is None or found["name"] not in KNOWN:
        raise ActionError(f"Unable to resolve action `{uses}`: this stand-in does not know it")
    if pinned_only and not FULL_SHA.fullmatch(found["ref"]):
        raise ActionError(
            f"The action {uses} is not allowed in {found['name']} because all actions must be "
            "pinned to a full-length commit SHA."
        )
    return found["name"], KNOWN[found["name"]]
