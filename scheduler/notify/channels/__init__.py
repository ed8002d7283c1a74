"""One file a channel, found by its file name."""
