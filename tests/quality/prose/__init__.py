"""How readable the diff of prose is, measured on scripted edits whose truth is known."""
