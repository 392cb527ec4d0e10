"""The site: it builds without a warning, is whole, and its search answers what people ask."""

from __future__ import annotations

import logging
import re
from urllib.parse import unquote

import pytest

from scripts.markdown import LINK
from scripts.site.build import build
from scripts.site.pages import documents
from tests.docs.site_search import SiteSearch

pytestmark = pytest.mark.slow

TROUBLE = "troubleshooting.html#"
QUESTIONS = {
    "check that the secret names match exactly": "the-secrets-are-missing-or-have-another-name",
    "secrets are case-sensitive": "the-secrets-are-missing-or-have-another-name",
    "generated files conflict during git pull": "conflicts-when-git-pulls-or-merges",
    "is my Intervals.icu API key valid": "the-api-key-is-not-valid-or-refused",
    "no activities in the last 7 days": "files-are-empty-or-old-or-there-are-no-activities-in-them",
    "ftp_history.json is not updating": "ftp_historyjson-is-not-updated-or-not-there",
    "workflow does not git add ftp_history.json": "ftp_historyjson-is-not-updated-or-not-there",
    "history.json is missing": "historyjson-is-missing-or-out-of-date",
    "history.json is out of date, force it": "historyjson-is-missing-or-out-of-date",
    "AI cannot access latest.json": "the-ai-coach-cannot-access-the-files-or-gets-a-404",
    "404 main or master": "the-ai-coach-cannot-access-the-files-or-gets-a-404",
    "private repo access from AI platforms": "the-ai-coach-cannot-access-the-files-or-gets-a-404",
    "AI is not fetching data": "the-ai-coach-does-not-fetch-new-data",
    "AI fabricating metrics": "the-ai-coach-makes-up-numbers-or-fabricates-metrics",
    "connector problems": "problems-with-the-connector-it-does-not-find-the-repository",
    "permission error, workflow permissions": "the-sync-has-no-permission-to-push",
    "workflow does not show in Actions": "the-workflow-does-not-show-or-cannot-be-started",
    "change sync frequency": "change-the-sync-frequency",
    "change data range days": "change-the-range-of-days",
    "disable anonymization": "disable-or-change-the-anonymization-of-names",
}
"""What the guide's list of troubles and changes asks, and where the answer stands."""

TOPICS = {
    "add metric": "add-a-metric.html",
    "exit codes": "commands.html",
    "first hour": "first-hour.html",
    "local timer": "local.html",
    "minutes": "schedules.html",
    "privacy": "privacy.html",
    "readiness decision": "format/readiness.html",
    "report weakness": "security.html#report-a-weakness",
    "settings": "settings.html",
}
"""That troubles come first does not push aside the page about the matter."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the site; a warning of any kind stops that."""
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    return build(tmp_path_factory.mktemp("docs"))


def test_the_search_ends_on_the_answers(site):
    search = SiteSearch.of(site)
    wanted = {question: TROUBLE + answer for question, answer in QUESTIONS.items()} | TOPICS
    assert {question: search.best_pages(question)[0] for question in wanted} == wanted


def test_each_answer_begins_with_the_doctor(site):
    _, *answers = (site / "troubleshooting.md").read_text("utf-8").split("\n### ")
    others = [
        title
        for title, _, answer in (part.partition("\n\n") for part in answers)
        if not answer.startswith("`section11-setup doctor")
    ]
    assert others == ["section11-setup: command not found", "It broke off"]


def test_the_list_for_agents_names_every_page_and_says_something_about_it(site):
    listed = re.findall(
        r"^- \[[^\]]+\]\(([^)]+)\): \S.+$", (site / "llms.txt").read_text(), re.MULTILINE
    )
    assert sorted(listed) == sorted(documents().values())
    assert all((site / page).is_file() for page in listed)


def test_every_file_that_a_page_shows_is_there(site):
    dead = []
    for page in site.rglob("*.html"):
        for target in re.findall(r'(?:src|href)="([^"#]+)', page.read_text("utf-8")):
            if not re.match(r"[a-z]+:", target) and page.name != "404.html":
                place = page.parent / unquote(target.partition("?")[0])
                if not (place.is_file() or (place / "index.html").is_file()):
                    dead.append(f"{page.relative_to(site)}: {target}")
    assert dead == []


def test_a_page_loads_nothing_from_elsewhere(site):
    loads = re.compile(r"<(?:script|img|iframe|link rel=\"(?:stylesheet|preconnect))[^>]*https?://")
    assert [page.name for page in site.rglob("*.html") if loads.search(page.read_text())] == []


def test_links_of_documents_at_the_root_lead_into_the_site(site):
    text = (site / "contributing.md").read_text("utf-8")
    assert [target for _, target in LINK.findall(text) if target.startswith(("docs/", ".."))] == []
