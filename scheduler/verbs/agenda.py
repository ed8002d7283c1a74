"""Say why an article is looked at when it is, or simulate policies of re-visiting."""

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

from crawler import clock, urls
from crawler.config import Config
from crawler.errors import UsageError
from crawler.store import AT_REST, Resting, Store, WatchRow, left_alone
from scheduler import plans
from scheduler.agenda import (
    THETA,
    Curve,
    Habits,
    History,
    believed,
    hourly,
    next_look,
    overdue,
)
from scheduler.simulation.measures import Measure, Plan, measured
from scheduler.simulation.policies import POLICIES
from scheduler.simulation.worlds import LAWS
from scheduler.verbs import _archive, _files, _measures, _table
from scheduler.verbs._table import Column

EXAMPLES = """\
  stet agenda explain cna:202301140005            why now, why not yet
  stet agenda simulate                            worlds A and B, three budgets, five policies
  stet agenda simulate --world late --budget 12 --policy ours --seeds 3
  stet agenda simulate --plot agenda.svg          and draw it"""

WHY = {
    "hint": "a list, or the page itself, tells of a change after the last look",
    "fault": "the last look brought no article: after 10 min, and twice as long after each more",
    "confirmation": "it seems gone: it counts once three looks over a day or more have found it so",
    "gone": "it is gone, and may come back: once a day",
    "expired": "it is behind a wall, which it hardly ever leaves: once a week",
    "rest": "nothing has changed for a year, and nobody asked for it by its address: it rests",
    "old": "nothing has changed for a long time: once a week, after 120 days once in 30 days",
    "live": "the page says that it is being updated: by the quiet-time ratio",
    "quiet": "nothing is learnt yet: a fifth of the time that nothing has changed, 10 min to 24 h",
    "edits": "when the unseen edits that are to be expected are worth a look",
}
SIMULATED = ("world", "budget", "policy", "seeds", "per_day", "plot")
"""Options of simulate alone."""
SEEDS, PER_DAY = 1, 60
"""Of simulate, unless it is told others."""
COLUMNS = (
    Column("WORLD"),
    Column("BUDGET"),
    Column("POLICY"),
    Column("LOOKS"),
    Column("CAPTURED"),
    Column("OF ORACLE"),
    Column("DELAY P95"),
    Column("DELETIONS"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Explain ARTICLE, or simulate with --world, --budget, --policy, --seeds, --per-day, --plot."""
    parser.add_argument("what", choices=("explain", "simulate"), help="which of the two")
    parser.add_argument("article", nargs="?", metavar="ARTICLE", help="explain: identity or URL")
    _add(parser, "--world", tuple(LAWS), "simulate: worlds (default: A and B)")
    parser.add_argument(
        "--budget",
        action="append",
        type=_archive.number(1, 200, float),
        metavar="N",
        help="simulate: looks a story in 14 days (default: 6, 12 and 24)",
    )
    _add(parser, "--policy", tuple(POLICIES), "simulate: policies (default: all)")
    _count(parser, "--seeds", 1, 50, SEEDS, "worlds of each kind")
    _count(parser, "--per-day", 60, 2_000, PER_DAY, "stories published a day")
    parser.add_argument(
        "--plot",
        type=_files.named,
        metavar="FILE",
        help="simulate: draw it, as SVG, over what is there",
    )


def _add(parser: argparse.ArgumentParser, name: str, choices: tuple[str, ...], about: str) -> None:
    parser.add_argument(
        name,
        action="append",
        choices=choices,
        metavar=name.strip("-").upper(),
        help=f"{about}, of {', '.join(choices)}",
    )


def _count(
    parser: argparse.ArgumentParser, name: str, least: int, most: int, usual: int, about: str
) -> None:
    parser.add_argument(
        name,
        type=_archive.number(least, most),
        metavar="N",
        help=f"simulate: {about} (default: {usual})",
    )


def run(options: argparse.Namespace) -> int:
    """0."""
    if options.what == "simulate":
        return _simulate(options)
    if options.article is None:
        raise UsageError("name an article: stet agenda explain ID")
    if given := [f"--{name.replace('_', '-')}" for name in SIMULATED if getattr(options, name)]:
        raise UsageError(f"explain takes no {given[0]}: that is for simulate")
    config = _archive.config_of(options)
    with _archive.open_to_read(options) as store:
        for line in _explained(store, _archive.find(store, options.article), config):
            print(line)
    return 0


# ------------------------------------------------------------------ explain


def _explained(store: Store, watch: WatchRow, config: Config) -> Iterator[str]:
    now, known = clock.now(), plans.with_hints(store, plans.current(store), [watch.site])
    yield _archive.clean(f"{watch.identity}  {watch.title or '(not read yet)'}", 0)
    if watch.state in AT_REST:
        yield f"next look     never: it is {watch.state}"
        return
    if alone := left_alone(watch.url, store.hosts.resting(), now):
        until = f"{_archive.local(alone.until, config)}, in {_span(alone.until - now)}"
        said = f"left alone until {until}: {alone.why}"
        yield _archive.clean(f"its host      {urls.host(watch.url)}, {said}", 0)
    if watch.looked_at is None:
        yield f"next look     {_when(watch, config, now, alone)}"
        return
    past = store.pasts.of([watch.identity]).get(watch.identity)
    history = plans.history(watch, past, now, known.worth(watch.site))
    theta = known.steering.of(watch.site)
    look = next_look(history, known.curve, theta)
    yield f"next look     {_when(watch, config, now, alone)}"
    yield f"why           {WHY[look.why]}"
    yield f"last look     {_archive.local(watch.looked_at, config)}"
    yield f"last change   {_changed(history, config)}"
    if watch.hinted:
        hinted = _archive.local(watch.hinted, config)
        yield f"hinted at     {hinted}, worth {history.hint_worth:.2g} edits"
    yield from _spent(plans.room_now(store, config, now), watch, config)
    if look.why in {"edits", "quiet", "live", "hint"}:
        yield f"worth a look  {theta:.3g} unseen edits{_budget(theta)}"
    if known.habits.articles and past and look.why in {"edits", "live"}:
        yield from _figures(history, known.habits, now)


def _changed(history: History, config: Config) -> str:
    if history.changes or history.declared:
        return _archive.local(history.changed, config)
    how = "first seen" if history.quiet_since == history.changed else "published"
    return f"none; {how} {_archive.local(history.quiet_since, config)}"


def _spent(room: plans.Room, watch: WatchRow, config: Config) -> Iterator[str]:
    of_all, of_site = plans.budgets(config)
    used = {"all articles": sum(room.used.values()), "its site": room.used.get(watch.site, 0)}
    waits = "" if room.of(watch.site) else "; what is due waits until there is room again"
    for (whose, looks), budget in zip(used.items(), (of_all, of_site), strict=True):
        if budget:
            hour = f", an hour {hourly(budget):,} at most" if waits and looks < budget else ""
            yield f"budget        {looks:,} of {budget:,} looks at {whose} in 24 h{hour}{waits}"


def _when(watch: WatchRow, config: Config, now: datetime, alone: Resting | None) -> str:
    if watch.is_resting:
        return "never"
    if alone and (watch.is_due(now) or watch.is_due(alone.until)):
        return f"not before {_archive.local(alone.until, config)}: its host is left alone"
    if watch.looked_at is None:
        return "now: it was never looked at"
    if watch.next_due is None:
        return "now: it is not planned yet"
    if not watch.is_due(now):
        return f"{_archive.local(watch.next_due, config)}, in {_span(watch.next_due - now)}"
    late = overdue(watch.looked_at, watch.next_due, now)
    return f"now: due since {_archive.local(watch.next_due, config)}, {late:.1f} times the pause"


def _budget(theta: float) -> str:
    return "" if theta == THETA else f" (without a budget {THETA:g})"


def _figures(history: History, habits: Habits, now: datetime) -> Iterator[str]:
    belief = believed(history, Curve(habits))
    age = max((now - history.began) / timedelta(hours=1), belief.age)
    fading, steady, echo = belief.expected(age)
    site = habits.sites.get(history.site, habits.edits)
    yield f"expected      {belief.unseen(age):.3g} unseen edits by now, as a root mean square"
    yield f"  fading      {fading:.3g}, of {belief.fading:.2g} in 14 days; its site has {site:.2g}"
    yield f"  steady      {steady:.3g}, of {belief.steady * 24:.2g} a day and the floor of all"
    yield f"  echo        {echo:.3g}, of edits that follow the last one"
    yield f"learnt from   {habits.articles} articles"


def _span(wait: timedelta) -> str:
    minutes = round(wait / timedelta(minutes=1))
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes / 60:.0f} h" if minutes < 72 * 60 else f"{minutes / 1440:.0f} days"


# ------------------------------------------------------------------ simulate


def _simulate(options: argparse.Namespace) -> int:
    if options.article is not None:
        raise UsageError("simulate takes no article: its stories are made up")
    asked = {
        "worlds": options.world,
        "budgets": options.budget,
        "policies": options.policy,
    }
    plan = Plan(
        seeds=options.seeds or SEEDS,
        per_day=options.per_day or PER_DAY,
        **{name: value for name, value in asked.items() if value},
    )
    config = _archive.config_of(options)
    if options.plot:
        _files.check_writable(options.plot, config)  # before the minutes that it takes
    share = _measures.Share()
    names = {"oracle", *plan.policies}
    whole = len(plan.worlds) * len(plan.budgets) * len(names)
    found: list[Measure] = []
    for each in measured(plan):
        found.append(each)
        share("simulating", len(found) / whole)
    share.done()
    for line in _table.lines(COLUMNS, [_row(each) for each in found], _archive.table_width()):
        print(line)
    if options.plot:
        from scheduler.simulation import plot

        _archive.write(iter([plot.svg(found)]), options.plot, config)
        print(f"drawn: {options.plot}", file=sys.stderr)
    return 0


def _row(each: Measure) -> tuple[str, ...]:
    delay = f"{each.delay:.1f} h" if each.delay < 1_000 else "never"
    return (
        each.world,
        f"{each.budget:g}",
        each.policy,
        f"{each.looks:.1f}",
        f"{each.captured:.3f}",
        f"{each.of_oracle:.1%}",
        delay,
        f"{each.deletions:.1%}",
    )
