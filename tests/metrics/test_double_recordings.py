"""Two recordings of one session, where dates end."""

from engine.metrics.double_recordings import double_recordings
from tests.metrics.builders import activity


def test_a_ride_in_a_year_that_nobody_means_is_no_recording():
    late = {"start_date_local": "9999-12-31T23:59:00", "moving_time": 3600}
    assert double_recordings([activity(load=50, **late), activity(load=50, **late)]) == ()
    last = {**late, "start_date_local": "2199-12-31T23:59:00"}
    assert len(double_recordings([activity(load=50, **last), activity(load=50, **last)])) == 1
