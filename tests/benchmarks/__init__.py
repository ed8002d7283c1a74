"""Ratios, side by side in one run: `uv run python -m tests.benchmarks`. Nothing here is a test."""
