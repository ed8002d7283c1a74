"""When to look again, what changed, who is told."""
