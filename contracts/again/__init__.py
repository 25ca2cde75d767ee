"""A failure again: the shortest story that leads to it, played anew here, or handed to a person as commands and code."""
