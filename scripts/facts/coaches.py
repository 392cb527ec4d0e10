"""How each AI platform is connected, as ``section11-setup coach`` says it."""

from __future__ import annotations

from templates.coaches import COACHES, Coach

PLACES = {
    "repo": "`OWNER/REPOSITORY`",
    "url": "your repository at GitHub",
    "clone": "https://github.com/OWNER/REPOSITORY.git",
}


def platforms() -> str:
    """Return a part for each platform."""
    return "\n\n".join(_platform(key, coach) for key, coach in COACHES.items())


def _platform(key: str, coach: Coach) -> str:
    steps = [step.format(**PLACES) for step in coach.connect]
    numbered = [f"{number}. {step}" for number, step in enumerate(steps, start=1)]
    last = f"{len(steps) + 1}. Paste the instructions into {coach.place}."
    command = f"```bash\nsection11-setup coach {key}\n```"
    before = f"Before each talk: {coach.before}."
    return "\n\n".join([f"### {coach.name}", "\n".join([*numbered, last]), command, before])
