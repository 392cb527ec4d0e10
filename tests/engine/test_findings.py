"""What a failed run says about its own set-up in the issue that it opens."""

from engine.cli import findings


def test_findings_name_what_is_set_and_show_no_secret():
    told = " ".join(findings({"INTERVALS_KEY": "key-of-nobody", "WEEK_START": "sun", "DAYS": ""}))
    assert "ATHLETE_ID is missing, INTERVALS_KEY is set" in told
    assert "WEEK_START=sun" in told
    assert "DAYS" not in told
    assert "key-of-nobody" not in told


def test_findings_of_a_plain_set_up_say_so():
    assert "Settings: all defaults." in findings({})
