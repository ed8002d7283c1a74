"""The fixed numbers of the agenda that are no matter of learning."""

from datetime import UTC, datetime, timedelta

QUIET_RATIO = 0.2
"""A look is worth one request after this share of the time that nothing has changed."""
SHORTEST = timedelta(minutes=5)
"""The shortest pause between two looks at one article."""
FLOOR = timedelta(minutes=10)
"""The shortest pause that the quiet-time ratio makes."""
CEILING = timedelta(hours=24)
"""The longest pause that the quiet-time ratio makes."""
CONFIRMATION = timedelta(hours=12)
"""Between two looks at a page that seems gone: three looks span the 24 h that deletion needs."""
RESTING = timedelta(days=7)
"""For a page that a site took behind a wall: it hardly ever comes back."""
THETA = 0.07
"""Unseen edits, as a root mean square, that are worth a look where no budget says otherwise."""
LONGEST = timedelta(days=7)
"""No article is left alone for longer, whatever the budget, before its watch draws to an end."""
STAGES = (
    (timedelta(days=30), timedelta(days=7)),
    (timedelta(days=120), timedelta(days=30)),
)
"""Without a change for so long, a page is looked at no sooner than so long after the last look."""
REST_AFTER = timedelta(days=365)
"""Without a change for so long, a page that nobody asked for by its address rests."""
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When a page that rests is due: later than any clock, and a time in every zone."""
