"""Two runners push at the same time, 50 rounds: ``python -m tests.bench.bench_publish``.

Nothing may be lost: each FTP entry is kept, each run ends well, the history stays a line.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from engine.output.options import PublishOptions
from engine.output.publisher import publish
from tests.output.mirror import NOON, Mirror, latest, write

ROUNDS = 50
RUNNERS = 2


def duel(root: Path, rounds: int = ROUNDS) -> tuple[Mirror, list[int]]:
    """Let the runners push in step; gives the repository and the attempts of each run."""
    mirror = Mirror(root).create()
    folders = [mirror.checkout(f"runner-{number}") for number in range(RUNNERS)]
    start = threading.Barrier(RUNNERS)
    attempts = []

    def run(runner: int) -> None:
        folder = folders[runner]
        own = {}
        for number in range(rounds):
            now = NOON + timedelta(minutes=number)
            own[f"20{number:02}-01-{runner + 1:02}"] = 200 + number
            write(folder, latest(now, recent_activities=[{"id": f"{runner}-{number}"}]))
            write(folder, ftp_history={"indoor": own, "outdoor": {}})
            start.wait()
            attempts.append(publish(folder, now, PublishOptions()).attempts)

    with ThreadPoolExecutor(RUNNERS) as pool:
        list(pool.map(run, range(RUNNERS)))
    return mirror, attempts


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        mirror, attempts = duel(Path(folder) / "mirror")
        took = time.perf_counter() - began
        kept = len(mirror.json("ftp_history.json")["indoor"])
        merges = sum(" " in parents for parents in mirror.log("%p"))
        commits = len(mirror.log()) - 1
    runs = ROUNDS * RUNNERS
    sys.stdout.write(
        f"{runs} runs in {took:.1f} s, {commits} commits, {merges} merges\n"
        f"FTP entries kept: {kept} of {runs}\n"
        f"attempts: {sum(attempts) / runs:.2f} on average, {max(attempts)} at most\n"
    )
    if (kept, merges, len(attempts)) != (runs, 0, runs):
        raise SystemExit("something was lost")


if __name__ == "__main__":
    main()
