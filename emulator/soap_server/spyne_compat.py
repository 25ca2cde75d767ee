"""Let spyne 2.14 load on Python 3.12 and later: its vendored six is a finder of the old kind, and cgi is gone.

On 3.11 both still work and both warn, so the same is done there.
"""

import importlib.util
import sys
import types
from email.message import Message


def mend() -> None:
    """Load spyne whole, with what it misses put in its way for as long as that takes."""
    if "spyne" in sys.modules:
        return
    _load_six()
    stand_in = types.ModuleType("cgi")
    stand_in.parse_header = _parse_header  # type: ignore[attr-defined]
    before = sys.modules.get("cgi")
    sys.modules["cgi"] = stand_in
    try:
        importlib.import_module("spyne.protocol.soap")
    finally:
        del sys.modules["cgi"]
        if before is not None:
            sys.modules["cgi"] = before


def _load_six() -> None:
    """Load spyne's six ahead of spyne, and teach its finder what importers of today are asked for."""
    package = importlib.util.find_spec("spyne")
    assert package is not None
    assert package.submodule_search_locations is not None
    path = f"{package.submodule_search_locations[0]}/util/six.py"
    spec = importlib.util.spec_from_file_location("spyne.util.six", path)
    assert spec is not None
    assert spec.loader is not None
    six = importlib.util.module_from_spec(spec)
    sys.modules["spyne.util.six"] = six
    spec.loader.exec_module(six)

    finder = type(six._importer)
    finder.find_spec = lambda self, name, path=None, target=None: (  # noqa: ARG005 - the signature is the importer's
        importlib.util.spec_from_loader(name, self) if name in self.known_modules else None
    )
    finder.create_module = lambda self, spec: self.load_module(spec.name)
    finder.exec_module = lambda self, module: None  # noqa: ARG005


def _parse_header(line: str) -> tuple[str, dict[str, str]]:
    """Read a header with parameters, as the cgi module did."""
    message = Message()
    message["Content-Type"] = line
    (main, _), *parameters = message.get_params() or [("", "")]
    return main, dict(parameters)
