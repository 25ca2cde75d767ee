"""A run: phases that put promises to the test, the engine that drives them, and the verdict on what they found."""
