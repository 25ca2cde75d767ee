"""The story of a failure as curl, a line for each step."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from shlex import quote

from contracts.again.steps import Action, AtOnce, Story, ToControl, ToFacade, ToSoap
from contracts.exchange import Request
from contracts.reports.repeat.place import Places
from contracts.secrecy.variables import VARIABLE

_QUOTED = re.compile(r"""\$'(?:[^'\\]|\\.)*'|"[^"]*"|'[^']*'""", re.DOTALL)
_JSON = {"Content-Type": "application/json"}


def as_shell(story: Story, places: Places) -> str:
    """Write the steps in their order; a secret stands as a variable, in double quotes so that the shell fills it in."""
    return "\n".join([*_before(story, places), *(line for step in story.steps for line in _lines(step.action, places))])


def _before(story: Story, places: Places) -> Iterator[str]:
    settings = {**places.settings, **story.settings}
    if settings or not places.by_url:
        chosen = "".join(f" --set {quote(f'{name}={_text(value)}')}" for name, value in settings.items())
        yield f"# {'the emulator, set up so' if places.by_url else 'first'}: emulator serve{chosen}".replace("\n", "\\n")
    for call in story.given:
        yield from _lines(call, places)
    yield from _lines(ToControl(method="POST", path="/reset"), places)
    if story.links:
        yield "# a stamp or token from an answer stands here as it was; take the new one"


def _lines(action: Action, places: Places) -> Iterator[str]:
    match action:
        case ToControl(method=method, path=path, body=body):
            if places.control is None:
                return
            raw = b"" if body is None else json.dumps(body).encode()
            yield Request(method=method, path=f"/_emulator{path}", headers=_JSON if raw else {}, body=raw).curl(places.control)
        case ToFacade(request=request):
            yield _filled_in(_with(request, places.headers).curl(places.facade))
        case AtOnce(requests=requests):
            yield from (f"{_filled_in(_with(each, places.headers).curl(places.facade))} &" for each in requests)
            yield "wait"
        case ToSoap(request=request):
            yield _filled_in(request.curl(places.soap_host))


def _with(request: Request, headers: Mapping[str, str]) -> Request:
    there = {name.lower() for name in request.headers}
    return replace(request, headers={**request.headers, **{n: v for n, v in headers.items() if n.lower() not in there}})


def _filled_in(line: str) -> str:
    """Close the quotes around each variable, since inside of them a shell fills in nothing, and open the same again."""

    def fill_in(word: re.Match[str]) -> str:
        opening = "$'" if word[0].startswith("$") else word[0][0]
        return VARIABLE.sub(lambda found: f'\'"{found[0]}"{opening}', word[0])

    return _QUOTED.sub(fill_in, line)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
