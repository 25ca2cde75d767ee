"""Mutants: our emulator with one realistic defect each; the harness must find every one, and say which promise it breaks."""
