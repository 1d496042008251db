"""Fuzzers, by atheris: `make fuzz` lets each run for a while; they are no part of the tests."""
