from hypothesis import given
from hypothesis import strategies as st

from engine.routes.highest import Heights
from engine.routes.stretches import Stretch, find_stretches

ranges = st.lists(st.integers(0, 5), min_size=1, max_size=40).flatmap(
    lambda values: st.tuples(
        st.just(values), st.integers(0, len(values) - 1), st.integers(1, len(values))
    )
)


@given(ranges)
def test_the_first_highest_of_a_range(made):
    values, start, end = made
    end = max(start + 1, end)
    inside = values[start:end]
    assert Heights(values).first_highest(start, end) == start + inside.index(max(inside))


@given(ranges, st.integers(0, 6))
def test_the_last_of_a_range_that_is_high_enough(made, height):
    values, start, end = made
    high = [i for i in range(start, end) if values[i] >= height]
    assert Heights(values).last_from(start, end, height) == (high[-1] if high else None)


def test_a_rise_around_the_globe_takes_linear_work(monkeypatch):
    """Steps of 2 km at 2.6 % and 3 km at 0.2 %: each climb has all later steps before it."""
    looked_at = []
    accepted = Stretch.accepted.fget
    monkeypatch.setattr(
        Stretch, "accepted", property(lambda one: looked_at.append(one) or accepted(one))
    )
    distance = [200.0 * i for i in range(20_000)]
    elevation = [0.0]
    for i in range(1, len(distance)):
        elevation.append(elevation[-1] + (5.2 if i % 25 < 10 else 0.4))
    assert len(find_stretches(distance, elevation)) == 400
    assert len(looked_at) <= 4 * 400
