"""Strategies for what a service or a damaged file may hold."""

from typing import Any

from hypothesis import strategies as st

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=3),
    st.integers(),
    st.floats(),
    st.sampled_from([10**400, -0.0, [], {}, [None, {}, "x"], {"type": []}]),
)
JSON = st.recursive(
    ODD,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=3,
)


def mostly(sane: Any) -> Any:
    """Sane values with anything among them."""
    return st.one_of(sane, sane, sane, JSON)
