"""The HTTP server below the emulator, and what its clients see."""
