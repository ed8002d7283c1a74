"""When an article is due again: pure functions of its history and of what was learnt."""

from scheduler.agenda.belief import Belief
from scheduler.agenda.bounds import CEILING, CONFIRMATION, FLOOR, NEVER, RESTING, THETA
from scheduler.agenda.budget import ANY, Steering, hourly, room, steered
from scheduler.agenda.curve import HABITS, Curve, Habits
from scheduler.agenda.hints import TRUSTED, worth
from scheduler.agenda.history import History, is_live
from scheduler.agenda.learning import learnt
from scheduler.agenda.timing import Look, believed, next_due, next_look, overdue, pause_after

__all__ = [
    "ANY",
    "CEILING",
    "CONFIRMATION",
    "FLOOR",
    "HABITS",
    "NEVER",
    "RESTING",
    "THETA",
    "TRUSTED",
    "Belief",
    "Curve",
    "Habits",
    "History",
    "Look",
    "Steering",
    "believed",
    "hourly",
    "is_live",
    "learnt",
    "next_due",
    "next_look",
    "overdue",
    "pause_after",
    "room",
    "steered",
    "worth",
]
