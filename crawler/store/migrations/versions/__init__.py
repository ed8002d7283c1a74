"""One file a step, in order of number; a step that was released is never edited."""
