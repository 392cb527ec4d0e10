"""A list that is decoded row by row says what the whole would have said."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.base.decode import Fields
from engine.intervals_icu.rows import Rows, read_rows

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
LAYOUTS = st.sampled_from([{}, {"indent": 1}, {"separators": (",", ":")}, {"ensure_ascii": False}])


def as_it_is(row, _odd):
    return row


def name(row, odd):
    return Fields(row, "row", odd).text("name")


@given(VALUES, LAYOUTS, st.sampled_from(["", " ", "\n\t\r "]))
def test_it_holds_the_objects_of_the_list_in_order(value, layout, around):
    text = f"{around}{json.dumps(value, **layout)}{around}"
    found = read_rows(text.encode("utf-8", "surrogatepass"), as_it_is)
    if not isinstance(value, list):
        assert found == value
        return
    objects = [element for element in value if isinstance(element, dict)]
    assert list(found.records) == objects
    assert found.strangers == len(value) - len(objects)


def test_what_had_to_be_ignored_is_counted():
    found = read_rows(b'[{"name": "a"}, 3, {"name": 3}, null, {"name": 4}]', name)
    assert isinstance(found, Rows)
    assert (found.records, found.strangers) == (("a", None, None), 2)
    assert found.odd.counts == {"row.name": 2}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "[",
        "[ ",
        "[{}",
        "[{},",
        "[{},]",
        "[,]",
        "[{} {}]",
        "[]]",
        "[] []",
        "[{}]x",
        "[x]",
        "\u00a0[{}]",
    ],
)
def test_what_is_no_complete_json_is_an_error(text):
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
    with pytest.raises(ValueError, match=r"Expecting|the list"):
        read_rows(text.encode(), as_it_is)


def test_what_is_no_text_is_an_error():
    with pytest.raises(ValueError, match="decode"):
        read_rows(b"[\xff]", as_it_is)


def test_a_mark_of_the_encoding_is_passed_over():
    assert read_rows(b"\xef\xbb\xbf[{}]", as_it_is).records == ({},)
