"""How many files, and so how many clients, this process may have open."""

# Beside the clients: a store's files and connections, the socket that listens, standard input and output.
_OTHERS = 128


def allow_open_files(clients: int) -> None:
    """Raise this process's own limit as far as so many clients need it, and as far as the system lets it."""
    try:
        import resource
    except ImportError:  # not on Windows, where there is no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = clients + _OTHERS
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
