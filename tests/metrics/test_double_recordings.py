"""Two recordings of one session, where dates end."""

from engine.metrics.double_recordings import double_recordings
from tests.metrics.builders import activity


def test_a_ride_that_ends_after_the_last_of_all_days_is_no_recording():
    late = {"start_date_local": "9999-12-31T23:59:00", "moving_time": 3600}
    assert double_recordings([activity(load=50, **late), activity(load=50, **late)]) == ()
    early = {**late, "start_date_local": "9999-12-31T08:00:00"}
    assert len(double_recordings([activity(load=50, **early), activity(load=50, **early)])) == 1
