"""What may keep an archive from being watched well, and what to do about it."""

import os
import re
import shutil
import socket
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from datetime import datetime, timedelta
from errno import EADDRINUSE
from http.client import HTTPException
from ipaddress import ip_address
from typing import Literal
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener, getproxies, proxy_bypass

from crawler.config import Config
from crawler.errors import ConfigError, StetError, UnsetError, UsageError, in_words
from crawler.store import AT_REST, DeliveryRow, Resting, Sourced, Store, WatchRow, left_alone
from crawler.text import counted
from crawler.urls import host
from scheduler import lock, runner, tries
from scheduler.daemon import reader, settings

LITTLE, SCANT = 1_000_000_000, 100_000_000
"""Bytes free on the disk from which on it is worth a word, and an alarm."""
SKEW = timedelta(minutes=5)
"""How far a stored time may lie ahead of the clock."""
BEHIND = timedelta(hours=1)
"""How late the most overdue article may be while somebody watches."""
LEFT = timedelta(days=2)
"""How late it may be where nobody does: a timer that looks once a day is not late."""
MANY = 20
"""Sites whose hosts are looked up, those with most articles."""
PATIENCE = 5.0
"""Seconds for a name server to answer."""
RUNS = 20

Level = Literal["ok", "note", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    """`bad` keeps Stet from working; `note` is worth knowing."""
    about: str
    """`disk`, `clock`, a host."""
    said: str
    """What is the case, and what to do where it is not as it should be."""


def examine(config: Config, now: datetime, allowed: Collection[str] = ()) -> Iterator[Finding]:
    """Look at everything, cheapest first; what follows from a broken archive is not looked at.

    `allowed` are hosts that may be private, as $STET_ALLOWED_HOSTS names them.
    """
    yield _settings(config)
    try:
        with Store.open(config, read_only=True) as store:
            watches, runs, place = store.watches(), store.runs(RUNS), store.place
            resting = store.hosts.resting()
            letters = [store.deliveries.latest(each.name) for each in config.deliver]
            sources = store.sources.known()
            elsewhere = store.watcher()
    except StetError as error:
        yield Finding("bad", "archive", str(error))
        return
    yield Finding("ok", "archive", f"{place}: {counted(len(watches), 'article')}")
    yield _disk(config)
    times = [run.started_at for run in runs]
    yield _clock([*times, *(watch.looked_at for watch in watches if watch.looked_at)], now)
    holder = lock.holder(config.data)
    yield _watching(holder, elsewhere)
    yield _turn(watches, now, watched=bool(holder or elsewhere))
    yield from map(_letter, filter(None, letters))
    yield from _unheard_of(config, {watch.site for watch in watches})
    for each in config.source:
        yield _source(each.url, sources.get(each.url), left_alone(each.url, resting, now))
    yield from _sites([each for each in watches if not left_alone(each.url, resting, now)])
    yield from _resting(resting, now)
    yield from _door(config, holder)
    yield from _names(watches, allowed)
    yield from _robots(config, watches, allowed)


def _settings(config: Config) -> Finding:
    """Held to all that `stet run` holds them to."""
    try:
        settings.check(config)
    except UnsetError as error:
        advice = "`stet run` refuses it, unless its own environment sets that"
        return Finding("note", "settings", f"{error}; it is not set here: {advice}")
    except ConfigError as error:
        return Finding("bad", "settings", f"{error}; `stet run` refuses it")
    told = str(config.file) if config.file else "no stet.toml: every setting is its default"
    if config.contact:
        return Finding("ok", "settings", told)
    advice = "set [crawl] contact, so that a site that minds can write to you"
    return Finding("note", "settings", f"{told}; {advice}")


def _disk(config: Config) -> Finding:
    if config.data.is_dir() and not os.access(config.data, os.W_OK):
        advice = "give yourself write permission, or mount it to be written"
        return Finding("bad", "disk", f"{config.data} cannot be written: {advice}")
    free = shutil.disk_usage(config.data if config.data.is_dir() else ".").free
    told = f"{free / 1e9:.1f} GB free"
    if free < LITTLE:
        advice = "make room: a crawl on a full disk keeps nothing"
        return Finding("bad" if free < SCANT else "note", "disk", f"{told}; {advice}")
    return Finding("ok", "disk", told)


def _clock(stored: Sequence[datetime], now: datetime) -> Finding:
    latest = max(stored, default=now)
    if latest - now > SKEW:
        ahead = f"a look of {latest:%Y-%m-%d %H:%M} UTC is stored, and now is {now:%Y-%m-%d %H:%M}"
        return Finding("bad", "clock", f"{ahead}: set the clock (timedatectl), or wait until then")
    return Finding("ok", "clock", f"{now:%Y-%m-%d %H:%M} UTC, no stored look is later")


def _watching(holder: str, elsewhere: str) -> Finding:
    """Who watches: by the lock of the data folder, or by that of the server, from any machine."""
    if holder:
        return Finding("ok", "daemon", f"`stet run` is process {holder}")
    if elsewhere:
        return Finding("ok", "daemon", f"`stet run` watches from another folder: {elsewhere}")
    return Finding("note", "daemon", "nobody watches this archive from here: `stet run` does")


def _turn(watches: Sequence[WatchRow], now: datetime, *, watched: bool) -> Finding:
    """How late the looks are."""
    awake = [watch for watch in watches if watch.state not in AT_REST]
    due = [watch.next_due or watch.added_at for watch in awake]
    waiting = [moment for moment in due if moment <= now]
    if not waiting:
        return Finding("ok", "looks", "nothing is due")
    late = now - min(waiting)
    told = f"{counted(len(waiting), 'article')} due, the first for {_span(late)}"
    if watched and late > BEHIND:
        advice = "more is watched than the delay allows: see [crawl] delay and `stet status`"
        return Finding("bad", "looks", f"{told}; {advice}")
    if late > LEFT:
        advice = (
            "nobody looks at them: leave `stet run` on, or have a timer call `stet crawl --due`"
        )
        return Finding("bad", "looks", f"{told}; {advice}")
    return Finding("ok" if watched else "note", "looks", told)


def _span(time: timedelta) -> str:
    hours, minutes = divmod(int(time.total_seconds()) // 60, 60)
    return f"{hours // 24} d {hours % 24} h" if hours >= 24 else f"{hours} h {minutes} min"


def _letter(row: DeliveryRow) -> Finding:
    """Whether a reader got his last letter."""
    said = f"{row.at:%Y-%m-%d %H:%M} UTC: {tries.told(row)}"
    if tries.has_failed(row):
        return Finding("bad", row.name, f"{said}; see `to` of its [[deliver]] and $STET_SMTP")
    return Finding("ok", row.name, said)


def _unheard_of(config: Config, known: Collection[str]) -> Iterator[Finding]:
    """Settings for a site of which nothing is watched: a slip, more often than a plan."""
    told = [(f"delivery {each.name}", each.site) for each in config.deliver]
    told += [(f"rule {rule.name}", rule.site) for rule in config.ignore]
    for about, site in told:
        if site and site not in known:
            advice = "`stet status` names the sites that are watched"
            yield Finding(
                "note", about, f"it is of site {site}, of which there is nothing; {advice}"
            )


def _source(url: str, known: Sourced | None, alone: Resting | None) -> Finding:
    """Whether a source of new articles could be read, and names any."""
    if known is None:
        return Finding("ok", url, "a source that was not looked at yet: `stet run` does")
    reason = known.fault.removeprefix(f"{url}: ")
    if known.is_failing:
        last = f"last read at {known.read_at:%Y-%m-%d %H:%M} UTC" if known.read_at else "never read"
        advice = "look at it in a browser, and correct or remove its [[source]] in stet.toml"
        at = f"{known.tried_at:%Y-%m-%d %H:%M} UTC"
        told = f"a source that could not be read at {at}, {last}: {reason}"
        if alone:  # which is no fault of the settings
            until = f"{alone.until:%Y-%m-%d %H:%M} UTC"
            return Finding("note", url, f"{told}; its host is left alone until {until}")
        return Finding("bad", url, f"{told}; {advice}")
    if known.is_broken_in_part:
        return Finding("note", url, f"a source of which a part could not be read: {reason}")
    if not known.has_named:
        advice = "if there are articles on it, name another list, feed or sitemap of that site"
        return Finding("note", url, f"a source that never named an article; {advice}")
    named, at = counted(known.found.named, "article"), f"{known.read_at:%Y-%m-%d %H:%M} UTC"
    return Finding("ok", url, f"a source that named {named} at {at}, {known.found.new} new")


def _sites(watches: Sequence[WatchRow]) -> Iterator[Finding]:
    """Sites of which the latest looks brought no article at all; of hosts left alone see below."""
    looked = defaultdict(list)
    for watch in watches:
        if watch.looked_at and watch.state not in AT_REST:
            looked[watch.site].append(watch.faults)
    for site, faults in looked.items():
        if all(faults):
            told = f"the latest look at each of {counted(len(faults), 'article')} brought none"
            advice = "`stet read URL` says why: robots.txt, a wall, a page that is made by script"
            yield Finding("bad", site, f"{told}; {advice}")


def _resting(resting: Mapping[str, Resting], now: datetime) -> Iterator[Finding]:
    """Hosts that are left alone, as they asked for it or did not answer."""
    for name, state in resting.items():
        if now < state.until:
            told = f"left alone until {state.until:%Y-%m-%d %H:%M} UTC: {state.why}"
            advice = "one request tries it then; where it stays so, look at it in a browser"
            yield Finding("note", name, f"{told}; {advice}")


def _door(config: Config, holder: str) -> Iterator[Finding]:
    """Whether the reader of `stet run` can be where [serve] says."""
    if not config.serve_port:
        return
    from scheduler import web  # half a second that most need not wait

    place = f"{config.serve_host} port {config.serve_port}"
    try:
        web.listening(config.serve_host, config.serve_port).close()
    except UsageError as error:
        said = str(error).partition(": choose")[0]
        is_taken = isinstance(error.__cause__, OSError) and error.__cause__.errno == EADDRINUSE
        if is_taken and holder and not _was_refused(config):
            yield Finding("ok", "reader", f"is at {place}")
            return
        why = "; another program has it: stop that one, or name another" if is_taken else ": name"
        yield Finding("bad", "reader", f"{said}{why} [serve] host or port")
        return
    told = f"{place} is free"
    if holder:
        advice = f"see {config.data / runner.LOGS / reader.LOG}, or send it SIGHUP"
        yield Finding("note", "reader", f"{told}, and `stet run` is on: {advice}")
    else:
        yield Finding("ok", "reader", f"{told}: `stet run` puts it there")


def _was_refused(config: Config) -> bool:
    """Whether our own reader, which tells anew each time it is started, did not get its place."""
    log = config.data / runner.LOGS / reader.LOG
    try:
        return "cannot listen on" in log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True


def _names(watches: Sequence[WatchRow], allowed: Collection[str]) -> Iterator[Finding]:
    """Whether the hosts have addresses that may be fetched."""
    roots, sizes = _roots(watches), Counter[str]()
    proxied = set(filter(_is_proxied, roots))
    for root in roots.keys() - proxied:
        sizes[host(root)] += roots[root]
    if proxied:
        some = "some are" if sizes else "are"
        yield Finding("ok", "names", f"{some} looked up by the proxy that the environment names")
    names = [name for name, _ in sizes.most_common(MANY)]
    pool = ThreadPoolExecutor(max_workers=MANY)
    asked = {name: pool.submit(_addresses, name) for name in names}
    yield from (_name(name, answer, name in allowed) for name, answer in asked.items())
    pool.shutdown(wait=False, cancel_futures=True)


def _addresses(name: str) -> set[str]:
    return {str(address[0]) for *_, address in socket.getaddrinfo(name, 443)}


def _name(name: str, answer: Future[set[str]], may_be_private: bool) -> Finding:
    try:
        addresses = answer.result(PATIENCE)
    except TookTooLong:  # an OSError, too
        return Finding("bad", name, f"no name server answered within {PATIENCE:.0f} s")
    except (OSError, UnicodeError) as error:
        why = in_words(error)
        return Finding("bad", name, f"has no address ({why}): is there a network, a name server?")
    private = [one for one in addresses if not ip_address(one).is_global]
    if private and not may_be_private:
        return Finding("bad", name, f"is {private[0]}, a private address, which is not fetched")
    return Finding("ok", name, f"is {min(addresses)}")


def _robots(
    config: Config, watches: Sequence[WatchRow], allowed: Collection[str]
) -> Iterator[Finding]:
    """Whether the hosts answer for robots.txt: of one that does not, nothing is fetched."""
    pool = ThreadPoolExecutor(max_workers=MANY)
    asked = [
        (root, pool.submit(_status, f"{root}/robots.txt", config.user_agent, allowed))
        for root, _ in _roots(watches).most_common(MANY)
    ]
    for root, answer in asked:
        about = f"{root.removeprefix('https://')} robots"
        try:
            status = answer.result(PATIENCE * 2)
        except TookTooLong:  # an OSError, too
            yield Finding("bad", about, "does not answer: nothing of it is fetched until it does")
        except (OSError, ValueError, HTTPException) as error:
            told = f"is out of reach ({in_words(error)}): nothing of it is fetched until it answers"
            yield Finding("bad", about, told)
        else:
            if status:
                yield _robots_say(about, status)
    pool.shutdown(wait=False, cancel_futures=True)


_ROOT = re.compile(r"https?://[^/?#]+")


def _roots(watches: Sequence[WatchRow]) -> Counter[str]:
    """How many articles are looked at below each scheme and host."""
    found = (_ROOT.match(each.url) for each in watches if each.state not in AT_REST)
    return Counter(root[0] for root in found if root)


def _is_proxied(url: str) -> bool:
    """Whether the environment names a proxy for it, which looks up its name, too."""
    return url.partition(":")[0] in getproxies() and not proxy_bypass(host(url))


class _Still(HTTPRedirectHandler):
    """Goes nowhere else: who knows where that leads."""

    def redirect_request(self, *_: object) -> None:
        """The redirect is the answer."""


def _status(url: str, agent: str, allowed: Collection[str]) -> int:
    """What a host answers; 0 where it has no address that may be fetched, which is told above."""
    name = host(url)
    if name not in allowed and not _is_proxied(url):
        try:
            if not all(ip_address(each).is_global for each in _addresses(name)):
                return 0
        except (OSError, UnicodeError):
            return 0
    request = Request(url, headers={"User-Agent": agent})  # noqa: S310  http or https: `_ROOT`
    try:
        with build_opener(_Still()).open(request, timeout=PATIENCE) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def _robots_say(about: str, status: int) -> Finding:
    if status < 400:
        return Finding("ok", about, "is there; `stet read URL` says whether it allows a page")
    if 400 <= status < 500 and status != 429:
        return Finding("ok", about, f"there is none (HTTP {status}): all is allowed")
    return Finding("bad", about, f"HTTP {status}: nothing of it is fetched until it answers well")
