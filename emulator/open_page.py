"""A page in the person's browser."""

from threading import Thread


def open_page(url: str) -> None:
    """Open a page, and wait for nothing: some browsers take seconds, some do not come back until they are closed."""
    import webbrowser  # few starts need it

    Thread(target=webbrowser.open, args=(url,), daemon=True).start()
