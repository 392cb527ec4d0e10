"""What a failed run says about its own set-up in the issue that it opens."""

import pytest

from engine.config import parse_week_start, parse_zone_preference
from engine.program import findings


def test_findings_name_what_is_set_and_show_no_secret():
    told = " ".join(findings({"INTERVALS_KEY": "key-of-nobody", "DAYS": "", "ARCHIVE": "off"}))
    assert "ATHLETE_ID is missing, INTERVALS_KEY is set" in told
    assert "ARCHIVE=off" in told
    assert "DAYS" not in told
    assert "key-of-nobody" not in told


@pytest.mark.parametrize("name", ["WEEK_START", "ZONE_PREFERENCE"])
def test_settings_that_may_be_secrets_are_not_shown(name):
    told = " ".join(findings({name: "secret-of-somebody"}))
    assert f"{name} is set" in told
    warned = [*parse_week_start("secret-of-somebody")[1], *parse_zone_preference("a-secret:hr")[1]]
    warned += parse_zone_preference("run:hr,secret-of-somebody")[1]
    assert len(warned) == 3
    assert "secret" not in f"{told} {warned}"


def test_findings_of_a_plain_set_up_say_so():
    assert "Settings: all defaults." in findings({})
