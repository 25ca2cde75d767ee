"""Where settings come from: a TOML file, then the environment, then arguments; the later wins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

from emulator.settings import Settings, SettingsError, refusal, setting_rows
from emulator.settings_rules import NotAllowed

_PREFIX = "EMULATOR_"


def load_settings(
    *, file: Path | None = None, environ: Mapping[str, str] | None = None, arguments: Sequence[str] = ()
) -> Settings:
    """Read a TOML file, ``EMULATOR_<NAME>`` variables and ``name=value`` arguments; raise SettingsError, saying where."""
    return settings_of(*_from_file(file), *_from_environment(environ or {}), *_from_arguments(arguments))


def settings_of(*given: tuple[str, object, str]) -> Settings:
    """Make settings of names, values and where each stood; the last of a name counts."""
    rules = {row.name: row.metadata["rule"] for row in fields(Settings)}
    values = {}
    for name, value, where in given:
        if name not in rules:
            raise _unknown(name, where)
        try:
            values[name] = rules[name].read(value)
        except NotAllowed as found:
            raise refusal(name, str(found), where) from None
    return Settings(**values)


def _from_file(file: Path | None) -> Iterator[tuple[str, object, str]]:
    if file is None:
        return
    import tomllib  # not needed without a file, and the start must be quick

    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"settings file {file}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise SettingsError(f"settings file {file}: expected TOML; found {error}") from None
    for name, value in values.items():
        yield name, value, f"in {file}"


def _from_environment(environ: Mapping[str, str]) -> Iterator[tuple[str, object, str]]:
    # Environment variables are upper case by custom, whatever case the vendor gave the setting (tz_GCJAPI).
    names = {row.name.upper(): row.name for row in setting_rows()}
    for variable in sorted(environ):
        if variable.startswith(_PREFIX):
            name = variable.removeprefix(_PREFIX)
            yield names.get(name.upper(), name), environ[variable], f"from the environment, {variable}"


def _from_arguments(arguments: Sequence[str]) -> Iterator[tuple[str, object, str]]:
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if not equals:
            raise SettingsError(f"expected name=value; found {argument!r} (from the arguments)")
        yield name.strip(), value, "from the arguments"


def _unknown(name: str, where: str) -> SettingsError:
    from difflib import get_close_matches  # only an error needs it

    names = {row.name.lower(): row.name for row in setting_rows()}
    near = get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    hint = f"did you mean {names[near[0]]}?" if near else f"known are {', '.join(names.values())}"
    return SettingsError(f"unknown setting {name!r} ({where}); {hint}")
