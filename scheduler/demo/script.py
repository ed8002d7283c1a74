"""What the newsroom does in the demo, round by round."""

from collections.abc import Callable
from dataclasses import dataclass

from scheduler.newsroom import Edition, Newsroom


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens before one round of crawling."""

    hours: float
    """How far the clocks move on first."""
    told: str
    """In one line, for the viewer."""
    act: Callable[[Newsroom, Edition], None]
    """What the newsroom does meanwhile."""


def nothing(newsroom: Newsroom, edition: Edition) -> None:
    """The first round sees what was published."""


def midday(newsroom: Newsroom, edition: Edition) -> None:
    """A number, a headline, an order, a name, a silent figure; and one story disappears."""
    newsroom.correct(edition["ferry-collision"], "造成2人死亡", "造成3人死亡")
    newsroom.retitle(edition["ferry-collision"], "霧津渡輪擦撞防波堤 增至3死 港務局認燈號異常")
    newsroom.move_paragraph(edition["night-market"], 3, 1)
    newsroom.add_credit(edition["fishing-treaty"], "translator", "何千帆")
    newsroom.correct(edition["clinic-van"], "98分鐘", "89分鐘", silent=True)
    newsroom.retract(edition["chip-plant"])


def evening(newsroom: Newsroom, edition: Edition) -> None:
    """One story grows, one word turns round."""
    newsroom.append(edition["river-law"], "環境部晚間補充，施行細則將在三個月內公布。")
    newsroom.correct(edition["bridge-toll"], "未曾調整", "曾調整一次")


def next_day(newsroom: Newsroom, edition: Edition) -> None:
    """Nothing but noise: the third look makes the deletion certain."""


def afternoon(newsroom: Newsroom, edition: Edition) -> None:
    """The story comes back."""
    newsroom.restore(edition["chip-plant"])


SCENES = (
    Scene(0, "the newsroom opens with its morning edition", nothing),
    Scene(3, "it corrects a toll, rewrites a headline, moves, credits, and retracts", midday),
    Scene(12, "it adds a paragraph and turns a sentence round", evening),
    Scene(13, "it changes nothing but its noise", next_day),
    Scene(4, "it restores the retracted story", afternoon),
)


def sabotage(newsroom: Newsroom, edition: Edition) -> None:
    """One edit that is not logged, one that is logged and never shown: the demo must notice."""
    newsroom.tamper(edition["rice-price"], "3萬2000公噸", "2萬3000公噸")
    newsroom.hide(edition["glass-museum"], "1萬4000塊", "1萬6000塊")
