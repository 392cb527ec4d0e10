"""Settings: sources, validation and refusals (docs/format/sync.md)."""

import json

import pytest

from engine.cli import parser
from engine.config import (
    KEY_IN_ARGUMENTS,
    ConfigError,
    MissingCredentialsError,
    parse_week_start,
    parse_zone_preference,
    resolve,
)

ENV = {"ATHLETE_ID": "i123456", "INTERVALS_KEY": "key-of-nobody"}


def settings(arguments=(), env=None, folder=None):
    options = parser().parse_args([*arguments, *(["--data-dir", str(folder)] if folder else [])])
    return resolve(options, {**ENV, **(env or {})})


def test_environment_alone_is_enough(tmp_path):
    config = settings(folder=tmp_path)
    assert (config.athlete_id, config.days, config.week_start) == ("i123456", 7, 0)
    assert config.privacy == "standard"
    assert config.latest_path == tmp_path / "latest.json"


@pytest.mark.parametrize("athlete_id", ["0", "123456", "i123456"])
def test_every_form_of_athlete_id_is_accepted(athlete_id):
    assert settings(env={"ATHLETE_ID": athlete_id}).athlete_id == athlete_id


@pytest.mark.parametrize("athlete_id", ["me", "i12x", "../../x", "i", "\uff11\uff12"])
def test_another_athlete_id_is_refused_with_the_right_form(athlete_id):
    with pytest.raises(ConfigError, match="i123456"):
        settings(env={"ATHLETE_ID": athlete_id})


@pytest.mark.parametrize("missing", ["ATHLETE_ID", "INTERVALS_KEY"])
@pytest.mark.parametrize("empty", ["", "  ", None])
def test_missing_credentials_are_named(missing, empty):
    env = {k: v for k, v in {**ENV, missing: empty}.items() if v is not None}
    with pytest.raises(MissingCredentialsError, match=missing):
        resolve(parser().parse_args([]), env)


def test_the_key_does_not_show_in_the_settings():
    assert "key-of-nobody" not in repr(settings())


def test_zone_preference_keeps_the_first_position_and_the_last_value():
    chosen, warnings = parse_zone_preference(
        " Run : HR , cycling:power,, bad, swim:pace , bike:hr, run:power"
    )
    assert chosen == {"run": "power", "cycling": "power", "bike": "hr"}
    assert list(chosen) == ["run", "cycling", "bike"]
    assert len(warnings) == 3  # bad, swim:pace, and bike, which is no sport family


@pytest.mark.parametrize(
    ("text", "day", "warned"),
    [("SUN", 6, False), (" sun", 6, False), ("", 0, False), (None, 0, False), ("sunday", 0, True)],
)
def test_week_start_is_read_or_falls_back_to_monday(text, day, warned):
    found, warnings = parse_week_start(text)
    assert (found, bool(warnings)) == (day, warned)


def test_command_line_beats_file_beats_environment(tmp_path):
    (tmp_path / ".sync_config.json").write_text(json.dumps({"week_start": "wed"}))
    assert settings(env={"WEEK_START": "sun"}, folder=tmp_path).week_start == 2
    assert settings(["--week-start", "fri"], {"WEEK_START": "sun"}, tmp_path).week_start == 4


@pytest.mark.parametrize("content", ["{bad", "[]", "3", "\xff"])
def test_a_broken_config_file_is_named(tmp_path, content):
    (tmp_path / ".sync_config.json").write_text(content, encoding="latin-1")
    with pytest.raises(ConfigError, match="sync_config"):
        settings(folder=tmp_path)


def test_a_config_file_with_wrong_types_is_ignored_where_wrong(tmp_path):
    content = {"week_start": 3, "zone_preference": {"run": "hr"}, "athlete_id": None}
    (tmp_path / ".sync_config.json").write_text(json.dumps(content))
    config = settings(folder=tmp_path)
    assert (config.week_start, config.zone_preference) == (0, {})


@pytest.mark.parametrize("days", ["0", "-3", "29", "x", "7.5", ""])
def test_days_outside_1_to_28_are_a_usage_error(days, capsys):
    with pytest.raises(SystemExit) as stop:
        parser().parse_args([f"--days={days}"])
    assert stop.value.code == 2
    assert "1 to 28" in capsys.readouterr().err


def test_days_may_come_from_the_environment():
    assert settings(env={"DAYS": "14"}).days == 14
    assert settings(["--days", "3"], {"DAYS": "14"}).days == 3
    with pytest.raises(ConfigError, match="1 to 28"):
        settings(env={"DAYS": "99"})


@pytest.mark.parametrize(
    ("arguments", "env", "privacy", "shown"),
    [
        ([], {}, "standard", False),
        (["--anonymize"], {}, "standard", False),
        (["--no-anonymize"], {}, "off", False),
        (["--privacy", "off"], {}, "off", True),
        (["--privacy", "strict"], {"PRIVACY": "off"}, "strict", False),
        ([], {"PRIVACY": " Strict "}, "strict", False),
        ([], {"PRIVACY": "standard"}, "standard", False),
        ([], {"PRIVACY": "off"}, "off", True),
        (["--no-anonymize"], {"PRIVACY": "strict"}, "off", False),
    ],
)
def test_privacy_level_comes_from_options_then_environment(arguments, env, privacy, shown):
    config = settings(arguments, env)
    assert (config.privacy, config.show_athlete_id) == (privacy, shown)


@pytest.mark.parametrize("name", ["PRIVACY", "ARCHIVE", "ARCHIVE_BRANCH"])
def test_an_unknown_word_is_refused_rather_than_guessed(name):
    with pytest.raises(ConfigError, match=name):
        settings(env={name: "sometimes"})


@pytest.mark.parametrize("text", ["yesterday", "2026-03-18T06:40:00"])
def test_a_fixed_clock_needs_an_offset(text):
    with pytest.raises(ConfigError, match="SECTION11_NOW"):
        settings(env={"SECTION11_NOW": text})


def test_output_elsewhere_takes_the_state_with_it(tmp_path):
    config = settings(["--output", str(tmp_path / "out" / "mine.json")])
    assert config.latest_path == tmp_path / "out" / "mine.json"
    assert config.data_dir == tmp_path / "out"


def test_a_key_in_the_arguments_is_taken_with_a_warning():
    options = parser().parse_args(["--athlete-id", "i1", "--intervals-key", "k"])
    config = resolve(options, {})
    assert (config.athlete_id, config.key) == ("i1", "k")
    assert config.warnings == (KEY_IN_ARGUMENTS,)
    assert "intervals-key" not in parser().format_help()


@pytest.mark.parametrize(
    "text",
    [
        "key-of-nobody",
        '"key-of-nobody"',
        " 'key-of-nobody' ",
        "\u201ckey-of-nobody\u201d",
        "INTERVALS_KEY=key-of-nobody",
        'export INTERVALS_KEY="key-of-nobody"',
        "'INTERVALS_KEY = key-of-nobody'",
        "API_KEY:key-of-nobody",
        "API key: key-of-nobody",
    ],
)
def test_what_comes_along_when_a_key_is_copied_is_taken_off(text):
    assert settings(env={"INTERVALS_KEY": text}).key == "key-of-nobody"


@pytest.mark.parametrize("text", ["''", "API_KEY:", "sch\u00fcssel", "a\u0000b"])
def test_what_is_left_must_be_a_key(text):
    with pytest.raises(ConfigError, match="no API key has"):
        settings(env={"INTERVALS_KEY": text})


@pytest.mark.parametrize("start", ["ghp_", "gho_", "ghs_", "github_pat_", '"ghp_', "API_KEY:ghp_"])
def test_a_token_of_github_is_never_sent_to_intervals(start):
    with pytest.raises(ConfigError, match="sent nowhere") as caught:
        settings(env={"INTERVALS_KEY": f"{start}0123456789"})
    assert "0123456789" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://intervals.icu/api/v1", "http://127.0.0.1.example/api", "http://10.0.0.1"]
)
def test_a_key_is_not_sent_unencrypted_to_another_machine(url):
    with pytest.raises(ConfigError, match="unencrypted"):
        settings(env={"INTERVALS_API_URL": url})


@pytest.mark.parametrize("host", ["127.0.0.1:8731", "localhost", "[::1]:80"])
def test_plain_http_is_for_this_machine(host):
    assert settings(env={"INTERVALS_API_URL": f"http://{host}/api"}).api_url.startswith("http:")


@pytest.mark.parametrize("port", ["99999", "0", "x", "-1"])
def test_a_port_that_does_not_exist_is_a_setting_to_mend(port):
    with pytest.raises(ConfigError, match="is no address"):
        settings(env={"INTERVALS_API_URL": f"https://intervals.icu:{port}/api"})


def test_the_deadline_is_a_number_of_seconds(capsys):
    assert settings().deadline == 240
    assert settings(["--deadline", "30"]).deadline == 30
    for wrong in ("0", "-1", "x", "100000", "٣"):
        with pytest.raises(SystemExit):
            settings(["--deadline", wrong])
        assert "number of seconds" in capsys.readouterr().err
