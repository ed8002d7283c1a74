"""Differences of news prose and of articles."""
