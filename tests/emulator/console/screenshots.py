"""Pictures of the console for the README: python -m tests.emulator.console.screenshots."""

from pathlib import Path

from tests.emulator.console.browser import chromium
from tests.emulator.console.morning import morning

DOCS = Path(__file__).parents[3] / "docs"


def main() -> None:
    """Write docs/console.png and docs/console-dark.png."""
    with morning() as scheduling, chromium() as browser:
        for theme, name in (("light", "console.png"), ("dark", "console-dark.png")):
            page = browser.new_page(viewport={"width": 1280, "height": 690}, color_scheme=theme)
            page.goto(f"{scheduling.url}/_emulator/console/")
            page.wait_for_selector("html[data-ready]")
            page.get_by_role("button", name="Exchange").first.click()
            page.get_by_role("button", name="Field 1").first.hover()
            page.screenshot(path=DOCS / name)
            page.close()


if __name__ == "__main__":
    main()
