"""A report as people are shown it, before any format: words, times, passages, verdict."""
