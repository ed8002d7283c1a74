"""A fake news site on loopback: publish, correct, retract, move, fail. For demo and tests."""

from scheduler.newsroom.editions import Edition, opening_edition
from scheduler.newsroom.newsroom import Newsroom
from scheduler.newsroom.press import Hit
from scheduler.newsroom.stories import Credit, Edit, Picture, Pointer, Proof, Story

__all__ = [
    "Credit",
    "Edit",
    "Edition",
    "Hit",
    "Newsroom",
    "Picture",
    "Pointer",
    "Proof",
    "Story",
    "opening_edition",
]
