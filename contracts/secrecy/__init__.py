"""Secrets: how they are known, by name and by likeness, and the variables that stand for them."""
