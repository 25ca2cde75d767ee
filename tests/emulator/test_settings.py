"""Settings come from a file, the environment and arguments, and are valid or were never made."""

from pathlib import Path

import pytest

from emulator.settings import DEFAULT_TENANT, Login, Settings, SettingsError, Tenant, setting_rows
from emulator.settings_source import load_settings, settings_of

LOGINS = '[{"database_user": "SCHEMA", "password": "hush-hush", "sp_user": "me"}]'


def refusal(*arguments: str, environ: dict[str, str] | None = None, file: Path | None = None) -> str:
    with pytest.raises(SettingsError) as refused:
        load_settings(arguments=arguments, environ=environ, file=file)
    return str(refused.value)


def test_the_defaults_are_those_of_the_clauses():
    settings = load_settings()

    assert settings == Settings()
    assert (settings.host, settings.port, settings.profile, settings.soap_versions) == ("127.0.0.1", 8010, "lenient", "1.1,1.2")
    assert (settings.no_value, settings.unresourced_status, settings.tz_GCJAPI) == (4294967295, "Tentative", "6")
    assert (settings.validation, settings.error_status, settings.max_body_bytes) == ("pass-through", 200, 10 * 1024 * 1024)
    assert settings.upstream_timeout == 10.0


def test_each_default_passes_its_own_rule():
    given = [(row.name, row.default, "default") for row in setting_rows()]

    assert settings_of(*given) == Settings()


def test_every_row_tells_what_a_reader_wants_to_know():
    for row in setting_rows():
        assert all((row.name, row.type, row.allowed, row.source, row.says)), row


def test_arguments_win_over_the_environment_and_that_over_the_file(tmp_path):
    file = tmp_path / "emulator.toml"
    file.write_text('port = 1\nprofile = "strict"\nerr_notes = true\n')
    environ = {"EMULATOR_PORT": "2", "EMULATOR_PROFILE": "lenient", "HOME": "/"}

    settings = load_settings(file=file, environ=environ, arguments=["port=3"])

    assert (settings.port, settings.profile, settings.err_notes) == (3, "lenient", True)


def test_the_vendors_own_names_are_upper_case_in_the_environment():
    assert load_settings(environ={"EMULATOR_TZ_GCJAPI": "7"}).tz_GCJAPI == "7"


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        ("err_notes=true", "err_notes", True),
        ("err_notes=0", "err_notes", False),
        ("upstream_timeout=2.5", "upstream_timeout", 2.5),
        ("error_status=400", "error_status", 400),
        ("upstream=http://scheduling.test:8080/soap", "upstream", "http://scheduling.test:8080/soap"),
        ("upstream=none", "upstream", "none"),
        ("tz_GCJAPI=America/New_York", "tz_GCJAPI", "America/New_York"),
        (f"logins={LOGINS}", "logins", (Login(database_user="SCHEMA", password="hush-hush", sp_user="me"),)),
    ],
)
def test_a_text_becomes_the_settings_own_type(given, name, value):
    assert getattr(load_settings(arguments=[given]), name) == value


@pytest.mark.parametrize(
    "wrong",
    [
        "port=65536", "port=-1", "port=8010.5", "port=", "profile=Strict", "soap_versions=1.1", "err_notes=yes",
        "max_body_bytes=0", "no_value=4294967296", "unresourced_status=Null", "cancel_started=error",
        "scheduling_version=fourteen", "glob_days_before=-1", "jeop_scan_time=0", "error_status=404", "validation=none",
        "upstream_timeout=0", "upstream_timeout=nan", "upstream=ftp://host/", "upstream=http://", "upstream=http://me:pw@host/",
        "workitem_times=zulu", "scheduling_zone=6", "logins={}", "logins=[1]", "logins=[", 'logins=[{"database_user": "a"}]',
        "login_error_code=0", "journal_size=0", "tz_Default=6",
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_the_name_what_is_allowed_and_where_it_stood(wrong):
    name = wrong.partition("=")[0]
    allowed = {row.name: row.allowed for row in setting_rows()}[name]

    message = refusal(wrong)

    assert message.startswith(f"setting {name}: expected {allowed}; found ")
    assert message.endswith(" (from the arguments)")


@pytest.mark.parametrize(
    ("name", "ends"), [("port", (0, 65535)), ("jeop_scan_time", (1, 1440)), ("upstream_timeout", (0.001, 3600))]
)
def test_both_ends_of_what_is_allowed_are_allowed(name, ends):
    for end in ends:
        assert getattr(load_settings(arguments=[f"{name}={end}"]), name) == end


@pytest.mark.parametrize("name", ["port", "upstream_timeout", "error_status"])
def test_true_is_no_number(name):
    with pytest.raises(SettingsError, match=f"setting {name}: .* found True"):
        Settings(**{name: True})


@pytest.mark.parametrize("wrong", ["1", "4", "5", "8", "Europe/Atlantis", "", "../etc/passwd", "gmt0bst?"])
def test_a_zone_that_scheduling_does_not_have_is_refused_with_what_is_allowed(wrong):
    assert refusal(f"tz_GCJAPI={wrong}") == (
        "setting tz_GCJAPI: expected '0', '2', '3', '6', '7', or a zone name such as 'Europe/London'; "
        f"found {wrong!r} (from the arguments)"
    )


@pytest.mark.parametrize("number", ["0", "2", "3"])
def test_utc_times_are_refused_where_each_work_item_has_its_own_zone(number):
    assert "workitem_times: expected 'local'" in refusal(f"tz_GCJAPI={number}")
    assert load_settings(arguments=[f"tz_GCJAPI={number}", "workitem_times=local"]).tz_GCJAPI == number


@pytest.mark.parametrize(
    ("arguments", "environ", "message"),
    [
        (["prot=1"], {}, "unknown setting 'prot' (from the arguments); did you mean port?"),
        (
            [],
            {"EMULATOR_SCENARO": "x"},
            "unknown setting 'SCENARO' (from the environment, EMULATOR_SCENARO); did you mean scenario?",
        ),
        (["port"], {}, "expected name=value; found 'port' (from the arguments)"),
    ],
)
def test_an_unknown_name_is_an_error_that_suggests_the_nearest(arguments, environ, message):
    assert refusal(*arguments, environ=environ) == message


def test_a_name_that_resembles_none_gets_the_whole_list():
    assert all(row.name in refusal("zzz=1") for row in setting_rows())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("port = 'x'", "in {file})"),
        ("prt = 1", "did you mean port?"),
        ("port = ", "expected TOML; found"),
        ("[logins]\na = 1", "no list"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path, text, message):
    file = tmp_path / "emulator.toml"
    file.write_text(text)

    found = refusal(file=file)

    assert str(file) in found
    assert message.format(file=file) in found


def test_a_missing_file_is_refused_by_name(tmp_path):
    assert (
        refusal(file=tmp_path / "no.toml") == f"settings file {tmp_path / 'no.toml'}: cannot be read: No such file or directory"
    )


def test_a_setting_that_is_made_in_code_is_checked_too():
    with pytest.raises(SettingsError, match="setting profile: expected 'lenient' or 'strict'; found 'lax'"):
        Settings(profile="lax")


def test_without_tenants_there_is_the_default_one_with_the_systems_version():
    (tenant,) = Settings(scheduling_version="11.2").tenants

    assert (tenant.name, tenant.token, tenant.scheduling_version) == ("default", DEFAULT_TENANT.token, "11.2")


def test_a_tenant_keeps_a_version_of_its_own():
    settings = load_settings(arguments=['tenants=[{"name": "old", "scheduling_version": "10.0"}]'])

    assert settings.tenants[0].scheduling_version == "10.0"


@pytest.mark.parametrize("twice", ["name", "token"])
def test_tenants_differ_in_name_and_token(twice):
    other = Tenant(name="default" if twice == "name" else "b", token="emulator-token" if twice == "token" else "other")

    with pytest.raises(SettingsError, match=f"a {twice} of its own"):
        Settings(tenants=(DEFAULT_TENANT, other))


def test_secrets_are_in_no_repr_and_in_no_error():
    settings = load_settings(
        arguments=[f"logins={LOGINS}", 'tenants=[{"name": "a", "token": "top-secret", "password": "hush-hush"}]']
    )
    message = refusal('tenants=[{"name": "a", "token": "top secret"}]')

    assert "hush" not in repr(settings)
    assert "top-secret" not in repr(settings)
    assert "top secret" not in message
    assert "token in table 1" in message


@pytest.mark.parametrize("given", ["hush!", "aHVzaA==,", ",aHVzaA==", "aHVzaA", "aHVzaA==;aHVzaA==", "aHVzaA== "])
def test_an_access_key_that_is_none_is_refused_and_not_shown(given):
    found = refusal(f"azure_access_keys={given}")

    assert found == (
        "setting azure_access_keys: expected keys in base64, divided by commas, or ''; "
        "found (not shown: it is a secret) (from the arguments)"
    )


def test_a_secret_is_in_no_picture_of_the_settings():
    settings = load_settings(arguments=["azure_access_keys=aHVzaA==,aHVzaC1odXNo", "state=postgresql://me:hush@host/jobs"])

    assert settings.azure_access_keys == "aHVzaA==,aHVzaC1odXNo"
    assert settings.state == "postgresql://me:hush@host/jobs"
    assert "aHVz" not in repr(settings)
    assert "hush" not in repr(settings)
    assert sorted(row.name for row in setting_rows() if row.secret) == ["azure_access_keys", "control_token", "state"]


def test_a_facade_s_settings_come_after_the_system_s():
    names = [row.name for row in setting_rows()]

    assert names[0] == "host"
    assert names.index("azure_unit") > names.index("notify_units")
