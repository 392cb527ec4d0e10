"""The schemas are what the pages say, what the engine writes, and say no to anything else."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import fields, is_dataclass, replace
from importlib import import_module
from pkgutil import walk_packages

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import engine
from engine.history.document import History
from engine.latest.document import Latest
from engine.metrics.ftp import FtpHistory
from engine.sessions.entry import Entry
from engine.sessions.fetch_state import Record
from scripts.schemas.__main__ import text
from scripts.schemas.documents import schemas
from scripts.schemas.kinds import schema_of
from tests.properties.accounts import ACCOUNTS, Account, activity, documents
from tests.schemas import FOLDER, NAMES, faults, faults_of_files, schema


def test_the_published_schemas_are_those_of_the_pages():
    made = {name: text(found) for name, found in schemas().items()}
    published = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.json")}
    assert made == published, "run: python -m scripts.schemas"


@pytest.mark.parametrize("name", [*NAMES, "command"])
def test_they_are_schemas_that_leave_nothing_open(name):
    found = schema(name)
    Draft202012Validator.check_schema(found)
    assert found["additionalProperties"] is False
    loose = [key for key, one in found.get("$defs", {}).items() if one["additionalProperties"]]
    assert loose == []


@pytest.mark.parametrize("name", [*NAMES, "command"])
def test_every_key_has_a_meaning(name):
    root = schema(name)
    said = {
        f"{where}.{key}": one.get("description", "").strip(" .")
        for where, found in {name: root, **root.get("$defs", {})}.items()
        for key, one in found["properties"].items()
    }
    assert [key for key, text in said.items() if text in ("", "below", "see below")] == []


@pytest.mark.parametrize("kind", ["list", "text, maybe", "int, furlongs", "object of ints", ""])
def test_a_type_that_no_machine_understands_is_refused(kind):
    with pytest.raises(ValueError, match="What type"):
        schema_of(kind, lambda _page, _anchor: {})


@settings(max_examples=15, deadline=None)
@given(ACCOUNTS)
def test_any_account_gives_documents_that_fit(account):
    assert faults_of_files(documents(account)) == []


ODD = st.none() | st.integers(-5, 4000) | st.floats(-5, 4000) | st.sampled_from(["7", "x", True])
FIELDS = {
    "activities": ["feel", "icu_rpe", "average_watts", "pace", "name", "type", "icu_hrr", "source"],
    "wellness": ["steps", "sleepQuality", "injury", "weight", "spO2", "menstrualPhase", "vo2max"],
    "events": ["name", "type", "category", "id", "indoor", "moving_time", "end_date_local"],
}
ATHLETE = ["sex", "height", "city", "timezone", "icu_notes", "icu_activated", "icu_weight"]


def odd(fields):
    return st.dictionaries(st.sampled_from(fields), ODD, max_size=4)


@settings(max_examples=15, deadline=None)
@given(ACCOUNTS, st.fixed_dictionaries({kind: odd(FIELDS[kind]) for kind in FIELDS}), odd(ATHLETE))
def test_odd_values_of_the_service_do_not_get_through(account, odds, athlete):
    for kind, fields_of_kind in odds.items():
        account = account.change(kind, lambda record, more=fields_of_kind: {**record, **more})
    assert faults_of_files(documents(replace(account, athlete=athlete))) == []


# Field names of the engine's result classes against the keys of the schemas.
def engine_classes():
    names = [module.name for module in walk_packages(engine.__path__, "engine.")]
    modules = [import_module(name) for name in names if not name.endswith("__main__")]
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and is_dataclass(value)
    }


CLASSES = engine_classes()


def inside(owner, field):
    """The result classes that the type of a field names."""
    near = {**CLASSES, **vars(import_module(owner.__module__))}
    found = [near.get(word) for word in re.findall(r"\w+", str(field.type))]
    return [kind for kind in found if isinstance(kind, type) and is_dataclass(kind)]


def keys(kind):
    """The keys of a result class, with the classes that their values can have; "" for a mapping."""
    for field in fields(kind):
        parts = inside(kind, field)
        if not field.metadata.get("inline"):
            yield field.name, parts
        elif not parts:
            yield "", []
        for part in parts if field.metadata.get("inline") else ():
            yield from keys(part)


def objects(root, one):
    """The schemas of objects that a key may hold, through lists, maps and alternatives."""
    if "$ref" in one:
        one = root["$defs"][one["$ref"].rpartition("/")[2]]
    if "properties" in one:
        yield one
    for inner in (*one.get("anyOf", ()), one.get("items"), one.get("additionalProperties")):
        if isinstance(inner, dict):
            yield from objects(root, inner)


def disagreements(root, one, kinds, where):
    told = dict(pair for kind in kinds for pair in keys(kind))
    described = {key: value for each in one for key, value in each["properties"].items()}
    compared.update(kind.__name__ for kind in kinds)
    differing = set(told) - set(described) if "" in told else set(told) ^ set(described)
    if differing - {""}:
        return [f"{where}: {sorted(differing)}"]
    found = []
    for key, inner in told.items():
        below = list(objects(root, described.get(key, {})))
        if inner and below:
            found += disagreements(root, below, inner, f"{where}.{key}")
    return found


compared: set[str] = set()


@pytest.mark.parametrize(
    ("name", "definition", "kind"),
    [
        ("latest", "", Latest),
        ("history", "", History),
        ("ftp_history", "", FtpHistory),
        ("intervals", "intervals.entry", Entry),
        ("intervals", "intervals.fetch-state", Record),
    ],
)
def test_the_engines_classes_have_the_keys_of_the_schemas(name, definition, kind):
    root = schema(name)
    one = root["$defs"][definition] if definition else root
    compared.clear()
    assert disagreements(root, [one], [kind], name) == []
    assert name != "latest" or len(compared) > 50


# Broken documents, and where and why each is refused.
RIDE = activity(1, 1, 7, type="Ride", moving_time=3600, distance=30000, icu_training_load=60)
WHOLE = documents(Account((RIDE,), ({"id": "2026-03-17", "weight": 70.5},)))
GONE = object()
BROKEN = [
    ("latest", "surprise", 1, "$ additionalProperties"),
    ("latest", "alerts", GONE, "$ required"),
    ("latest", "metadata.last_updated", "yesterday", "$.metadata.last_updated pattern"),
    ("latest", "metadata.extended_range_days", 27, "$.metadata.extended_range_days const"),
    ("latest", "summary.total_activities", "3", "$.summary.total_activities type"),
    ("latest", "summary.total_activities", 1.5, "$.summary.total_activities type"),
    ("latest", "summary.total_activities", None, "$.summary.total_activities type"),
    (
        "latest",
        "readiness_decision.recommendation",
        "rest",
        "$.readiness_decision.recommendation enum",
    ),
    ("latest", "recent_activities.0.tss", "60", "$.recent_activities[0].tss type"),
    ("latest", "recent_activities.0.coach_notes", None, "$.recent_activities[0].coach_notes type"),
    (
        "latest",
        "derived_metrics.acwr_start_of_day.note",
        "-",
        "$.derived_metrics.acwr_start_of_day additionalProperties",
    ),
    ("latest", "derived_metrics.primary_sport", "golf", "$.derived_metrics.primary_sport enum"),
    ("history", "daily_90d.0.date", "17.03.2026", "$.daily_90d[0].date pattern"),
    ("history", "weekly_180d.3.total_tss", None, "$.weekly_180d[3].total_tss type"),
    ("history", "summaries.90d.rest_days", GONE, "$.summaries['90d'] required"),
    ("intervals", "schema_version", 2, "$.schema_version const"),
    ("intervals", "fetch_state", [], "$.fetch_state type"),
    ("routes", "events", {}, "$.events type"),
    ("ftp_history", "outdoor", {"2026-03-18": "255"}, "$.outdoor['2026-03-18'] type"),
    ("ftp_history", "indoor", GONE, "$ required"),
]


@pytest.mark.parametrize(("name", "path", "value", "why"), BROKEN)
def test_a_broken_document_is_refused_for_the_right_reason(name, path, value, why):
    document = copy.deepcopy(json.loads(json.dumps(WHOLE[f"{name}.json"])))
    assert faults(name, document) == []
    *way, last = path.split(".")
    place = document
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    if value is GONE:
        del place[last]
    else:
        place[last] = value
    [fault] = faults(name, document)
    assert fault.replace('"', "'").startswith(f"{why}:")


OPENED = {"page": "x", "opened": True}
DONE = {"schema": 1, "command": "open", "ok": True, "data": OPENED, "messages": []}


def test_what_a_command_prints_fits_its_own_table():
    assert faults("command", DONE) == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"command": "opne"}, "$.command enum"),
        ({"data": OPENED | {"opened": None}}, "$.data.opened type"),
        ({"data": OPENED | {"more": 1}}, "$.data additionalProperties"),
        ({"command": "pause"}, "$.data required"),
        ({"error": {"message": "m", "remedy": None, "exit_code": 1}}, "$ oneOf"),
    ],
)
def test_what_a_command_may_not_print_is_refused(change, why):
    found = faults("command", DONE | change)
    assert any(fault.startswith(why) for fault in found), found
