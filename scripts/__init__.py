"""Scripts of the project's upkeep: not needed to run it."""
