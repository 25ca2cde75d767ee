"""The commands of ``contracts``, a file each."""
