"""The mutants, in tables by the part of the emulator that is changed."""
