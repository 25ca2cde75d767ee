"""Finding a document, its local references, and the keys that hold under the settings in force."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from contracts.packaged import FOLDERS

_CONDITION = re.compile(r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?P<sign>=|<)(?P<value>.+)")


class DocumentError(ValueError):
    """Say what is wrong with a document: the file, the JSON pointer, what was expected and what was found."""


def names() -> tuple[str, ...]:
    """Name the documents that come with the harness."""
    return tuple(sorted({path.stem for folder in FOLDERS for path in folder.glob("*.yaml")}))


def find(name: str | Path) -> Path:
    """Find a document by its name (``servicebroker``) or its path; raise DocumentError that tells what there is."""
    if isinstance(name, str) and re.fullmatch(r"[A-Za-z0-9_-]+", name):
        for folder in FOLDERS:
            path = folder / f"{name}.yaml"
            if path.is_file():
                return path
    path = Path(name)
    if path.is_file():
        return path
    raise DocumentError(f"{name}: expected a document's file or one of the names {', '.join(names())}, found no such file")


def parse(path: Path) -> dict[str, Any]:
    """Read a document's YAML or JSON; raise DocumentError when it is none."""
    try:
        raw = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DocumentError(f"{path}: cannot be read as YAML or JSON: {' '.join(str(error).split())}") from error
    if not isinstance(raw, dict) or not str(raw.get("openapi", "")).startswith("3."):
        found = f"openapi: {raw.get('openapi')!r}" if isinstance(raw, dict) else type(raw).__name__
        raise DocumentError(f"{path}: expected an OpenAPI 3 document with the key openapi, found {found}")
    return raw


def resolve(node: Any, root: Mapping[str, Any], *, file: str, pointer: str = "", seen: tuple[str, ...] = ()) -> Any:
    """Put what a local $ref names in its place, everywhere below ``node``."""
    if isinstance(node, list):
        return [resolve(each, root, file=file, pointer=f"{pointer}/{n}", seen=seen) for n, each in enumerate(node)]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if isinstance(reference, str):
        if reference in seen:
            raise DocumentError(
                f"{file}#{pointer}: $ref {reference} leads back to itself; the harness reads no recursive schemas"
            )
        target = _referred(reference, root, f"{file}#{pointer}")
        rest = {key: value for key, value in node.items() if key != "$ref"}
        merged = {**target, **rest} if isinstance(target, dict) else target
        return resolve(merged, root, file=file, pointer=pointer, seen=(*seen, reference))
    return {
        key: resolve(value, root, file=file, pointer=f"{pointer}/{_escaped(key)}", seen=seen) for key, value in node.items()
    }


def applied(node: Any, settings: Mapping[str, Any], *, file: str, pointer: str = "") -> Any:
    """Apply every x-when under the settings, and take out the properties that must not be there."""
    if isinstance(node, list):
        return [applied(each, settings, file=file, pointer=f"{pointer}/{n}") for n, each in enumerate(node)]
    if not isinstance(node, dict):
        return node
    here = {key: value for key, value in node.items() if key != "x-when"}
    for condition, keys in _conditions(node, f"{file}#{pointer}"):
        if holds(condition, settings, where=f"{file}#{pointer}/x-when"):
            here.update(keys)
    if isinstance(here.get("x-soap-beside"), dict):
        here["x-soap-beside"] = {name: _of_setting(value, settings) for name, value in here["x-soap-beside"].items()}
    result = {key: applied(value, settings, file=file, pointer=f"{pointer}/{_escaped(key)}") for key, value in here.items()}
    if isinstance(result.get("properties"), dict):
        result["properties"] = {
            name: each for name, each in result["properties"].items() if not (isinstance(each, dict) and each.get("x-never"))
        }
    return result


def holds(condition: str, settings: Mapping[str, Any], *, where: str) -> bool:
    """Tell whether ``name=value`` or ``name<version`` holds under the settings."""
    match = _CONDITION.fullmatch(condition)
    if match is None or match["name"] not in settings:
        expected = f"setting=value or setting<version, with one of {', '.join(settings)}"
        raise DocumentError(f"{where}: expected a condition {expected}; found {condition!r}")
    found = settings[match["name"]]
    if match["sign"] == "=":
        return (str(found).lower() if isinstance(found, bool) else str(found)) == match["value"]
    return _version(str(found)) < _version(match["value"])


def condition_parts(condition: str) -> tuple[str, str, str]:
    """Take a condition that was read before apart: the setting, the sign, the value."""
    match = _CONDITION.fullmatch(condition)
    assert match is not None
    return match["name"], match["sign"], match["value"]


def _of_setting(value: Any, settings: Mapping[str, Any]) -> Any:
    return settings.get(value[1:-1], value) if isinstance(value, str) and value.startswith("{") else value


def _conditions(node: Mapping[str, Any], where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    when = node.get("x-when", {})
    if not isinstance(when, dict) or not all(isinstance(keys, dict) for keys in when.values()):
        raise DocumentError(f"{where}/x-when: expected a map of conditions to keys, found {when!r}")
    yield from when.items()


def _referred(reference: str, root: Mapping[str, Any], where: str) -> Any:
    if not reference.startswith("#/"):
        raise DocumentError(f"{where}: expected a $ref inside the document (#/...), found {reference!r}")
    node: Any = root
    for part in reference[2:].split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(node, dict) or key not in node:
            raise DocumentError(f"{where}: $ref {reference!r} leads nowhere: there is no {key!r}")
        node = node[key]
    return node


def _escaped(key: Any) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"[0-9]+", text))
