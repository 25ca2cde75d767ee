"""The console: the page at /_emulator/console on which a person sees what an emulator does, and tells it what to do."""
