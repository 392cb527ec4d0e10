from __future__ import annotations

import pytest

from demo.github.jobs.expressions import ExpressionError, evaluate, fill, resolve

CONTEXTS = {
    "vars": {"DAYS": "7", "EMPTY": ""},
    "secrets": {"WEEK_START": "sun"},
    "github": {
        "event_name": "workflow_dispatch",
        "event": {"issue": {"labels": [{"name": "bug"}, {"name": "sync"}]}},
    },
    "steps": {"sync-data": {"outputs": {"changed": "true"}}},
    "inputs": {"force": True, "count": 3},
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("vars.WEEK_START || secrets.WEEK_START", "sun"),
        ("vars.WEEK_START || secrets.NONE || 'mon'", "mon"),
        ("vars.EMPTY && 'set' || 'unset'", "unset"),
        ("vars.days", "7"),
        ("github.event_name == 'Workflow_Dispatch'", True),
        ("github.event_name != 'schedule' && inputs.force", True),
        ("steps.sync-data.outputs.changed == 'true'", True),
        ("steps['sync-data'].outputs['changed']", "true"),
        ("contains(github.event.issue.labels.*.name, 'SYNC')", True),
        ("contains('Hello world', 'WORLD')", True),
        ("startsWith('refs/heads/x', 'refs/')", True),
        ("endsWith('a.yml', '.YML')", True),
        ("format('{0}-{1} {{x}}', 'a', 2)", "a-2 {x}"),
        ("join(github.event.issue.labels.*.name, '+')", "bug+sync"),
        ("fromJSON('{\"a\": [1, 2]}').a[1]", 2),
        ("toJSON(vars)", '{\n  "DAYS": "7",\n  "EMPTY": ""\n}'),
        ("!inputs.force", False),
        ("!(1 > 2) && 2 <= 2 && 3 >= 1 && 1 < 2", True),
        ("vars.DAYS == 7", True),
        ("null == 0", True),
        ("'' == 0", True),
        ("'abc' == 0", False),
        ("true == 1", True),
        ("github == github", True),
        ("github.nothing.below", None),
        ("'it''s'", "it's"),
        ("0x1F", 31),
        ("-1.5e2", -150),
    ],
)
def test_an_expression_has_the_value_that_github_gives_it(text, value):
    assert evaluate(text, CONTEXTS) == value


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("secret.X", "Unrecognized named-value: 'secret'"),
        ("nothing()", "Unrecognized function: 'nothing'"),
        ("1 +", "unexpected symbol"),
        ("(1", "expected ')'"),
        ("1 2", "unexpected text"),
        ("vars.", "expected a name"),
        ("'a' == ", "unexpected end"),
        ('"double"', "unexpected symbol"),
    ],
)
def test_a_broken_expression_is_an_error(text, part):
    with pytest.raises(ExpressionError) as caught:
        evaluate(text, CONTEXTS)
    assert part in str(caught.value)


def test_values_are_put_into_text():
    assert fill("d=${{ vars.DAYS }}, ${{ inputs.force }}${{ vars.X }}", CONTEXTS) == "d=7, true"


def test_a_single_expression_keeps_its_type():
    assert resolve({"a": "${{ inputs.count }}", "b": ["${{ inputs.force }}!"]}, CONTEXTS) == {
        "a": 3,
        "b": ["true!"],
    }
