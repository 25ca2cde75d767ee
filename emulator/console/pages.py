"""The pages of the console, out of templates; whatever stands in a value is text and never markup."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emulator.console import files
from emulator.console.views import VIEWS, View

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"

# What a page may do: run our scripts, use our styles, talk to its own server. Nothing inline, nothing from elsewhere,
# in no frame; and no text of a script's becomes markup (Trusted Types).
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)


def page(view: View, *, emulator_version: str, root: str = "", **values: Any) -> str:
    """Write a page; ``root`` leads from it to the console's own path, and all its links begin there."""
    template = _environment().get_template(f"{view.key}.html.j2")
    shown: dict[str, Any] = {"view": view, "views": VIEWS, "root": root, "assets": f"{root}assets/{files.version()}/"}
    return template.render(shown, version=emulator_version, **values)


@cache
def _environment() -> "Environment":
    # Takes a while to import, and only the console needs it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        autoescape=True,
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
