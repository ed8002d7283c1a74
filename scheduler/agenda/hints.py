"""What a hint that an article was changed is worth: as much as those before it have been."""

TRUSTED = 0.5
"""From this worth on, what is declared counts as a change that happened, seen or not."""


def worth(changed: int, unchanged: int) -> float:
    """Edits that a hint stands for, where after so many an article had changed, or had not.

    Half an edit before anything is known; by Laplace's rule of succession.
    """
    return (changed + 1) / (changed + unchanged + 2)
