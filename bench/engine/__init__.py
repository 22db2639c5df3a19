"""Benchmarks of the covering engine."""
