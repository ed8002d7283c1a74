"""A day or a week in one reading: what stands first, what is named, what is only counted."""

from dataclasses import replace

import msgspec
import pytest

from crawler.errors import UsageError
from scheduler import reports
from scheduler.diff.records import Affected, ChangeReport, Sitewide
from scheduler.reports import Context
from scheduler.reports.view.digests import ARTICLES, VERDICTS, Digest, digest
from scheduler.reports.view.shown import show
from tests.archives import filled
from tests.reports.golden import OF_A_DAY
from tests.reports.invented import (
    BRIDGE,
    FERRY,
    LAMP,
    MAYOR,
    NOISE,
    QUAKE,
    REPORTS,
    SECOND_LOOK,
    change,
)
from tests.terminal import Inside, complaint, lines


def gathered(*of: ChangeReport) -> Digest:
    return digest(of, OF_A_DAY)


def titles(found: Digest) -> list[str]:
    return [line.latest.title for group in found.groups for line in group.lines]


def edit(number: int, score: int) -> ChangeReport:
    piece = replace(FERRY, article=f"example.org:{number}", title=f"第{number}則")
    edited = change("body", "edited", f"[-{number}-]{{+{number + 1}+}}人", path=(0,))
    return piece.report(edited, score=score, reasons=("number",), versions=(1, 2))


def test_the_heaviest_site_and_article_stand_first():
    found = gathered(*REPORTS)

    assert [group.site for group in found.groups] == ["cna", "yahoo", "evil.example", "example.org"]
    assert titles(found)[0] == QUAKE.title
    assert found.lead.replace("\u00a0", " ") == (
        "3月4日 16:00 至 3月5日 16:00 · 8 篇文章，9 次變動"
    )


def test_deletions_are_listed_whatever_they_weigh():
    light = msgspec.structs.replace(LAMP.event("expired", 5), significant=False)
    found = gathered(MAYOR.event("deleted", 80), light)

    [gone] = found.apart
    assert gone.heading.replace("\u00a0", " ") == "撤下或過期：2 篇"
    assert [shown.title for shown in gone.reports] == [MAYOR.title, LAMP.title]
    assert (found.groups, found.noise) == ((), "")


def test_silent_edits_are_named_an_article_once():
    again = msgspec.structs.replace(SECOND_LOOK, id="tag:stet,2026:x/3..4")
    [silent] = gathered(again, SECOND_LOOK).apart

    assert silent.heading.replace("\u00a0", " ") == "未註明的更動：1 篇"
    assert [shown.title for shown in silent.reports] == [QUAKE.title]


def test_noise_is_counted_with_its_reasons_and_takes_no_room():
    found = gathered(NOISE, msgspec.structs.replace(NOISE, reasons=()))

    assert found.noise.replace("\u00a0", " ") == "另有 2 次細微變動：標點 1、頁面雜訊 1"
    assert titles(found) == []


def test_many_changes_of_one_article_are_one_line():
    many = [
        BRIDGE.report(
            *(change("body", "edited", f"[-{n}-]{{+{m}+}}。", path=(m,)) for m in range(n + 1)),
            score=90 - n,
            reasons=("edited",),
            versions=(n, n + 1),
        )
        for n in range(1, 10)
    ]
    [group] = gathered(*many).groups
    [line] = group.lines

    assert len(line.verdicts) == VERDICTS
    assert line.more.replace("\u00a0", " ") == f"另有 {9 - VERDICTS} 次"
    assert line.latest.score.endswith("89")


def test_a_flood_of_articles_is_cut_at_the_light_end():
    found = gathered(*(edit(n, 40 + n % 50) for n in range(ARTICLES + 7)))

    assert len(titles(found)) == ARTICLES
    assert found.left.replace("\u00a0", " ") == "另有 7 篇未列出"


def test_a_site_wide_event_is_one_line_and_counts_its_articles():
    members = [edit(n, 50) for n in range(3)]
    articles = tuple(Affected(article=m.article, url=m.url, title=m.title) for m in members)
    event = Sitewide(id="tag:x#sitewide", count=3, articles=articles)
    first = msgspec.structs.replace(members[0], sitewide=event)
    rest = [
        msgspec.structs.replace(m, sitewide=Sitewide(id=event.id, count=3)) for m in members[1:]
    ]
    found = gathered(first, *rest)

    assert titles(found) == ["example.org：3 篇文章有同樣的變動".replace(" 篇", "\u00a0篇")]
    assert "3\u00a0篇文章，1\u00a0次變動" in found.lead
    outlets = [show(report, Context()).outlet for report in (first, *rest)]
    assert outlets == ["example.org", *(each.publisher for each in members[1:])]


def test_a_quiet_day_says_so():
    assert gathered().lead.endswith("這段期間沒有變動。")
    assert digest((), Context()).lead == "這段期間沒有變動。"


@pytest.mark.parametrize("name", ["text", "markdown", "webpage"])
def test_every_digest_tells_all_of_it(name: str):
    document = "".join(reports.digesting(name).digest(REPORTS, OF_A_DAY)).replace("\u00a0", " ")

    for part in ("每日摘要", "撤下或過期", "未註明的更動", "數字 2人→3人(+1)", "細微變動：標點 1"):
        assert part in document


def test_a_format_without_a_digest_names_those_that_have_one():
    with pytest.raises(UsageError, match="csv makes no digest: markdown, text, webpage do"):
        reports.digesting("csv")


# ------------------------------------------------------------------ the verb


@pytest.fixture
def shell(quick: Inside) -> Inside:
    filled(quick.folder / "data")
    return quick


def test_a_digest_is_of_the_last_day_or_week(shell: Inside):
    day = shell("report", "--digest", "day").stdout
    ever = shell("report", "--digest", "week", "--since", "2026-01-01").stdout

    assert day.startswith("每日摘要")
    assert "碼頭燈號" in day
    assert "渡輪擦撞" not in day
    assert ever.startswith("每週摘要")
    assert ever.index("撤下或過期") < ever.index("失蹤的報導") < ever.index("渡輪擦撞")


def test_a_digest_of_what_is_new_reaches_back_as_far_as_that(shell: Inside):
    assert "渡輪擦撞" in shell("report", "--digest", "day", "--new").stdout
    assert "沒有變動" in shell("report", "--digest", "day", "--new").stdout
    assert "渡輪擦撞" in shell("report", "--new").stdout, (
        "who asks for reports has another bookmark"
    )


def test_a_digest_is_written_to_a_file(shell: Inside):
    answer = shell("report", "--digest", "week", "--format", "webpage", "--out", "week.html")

    assert lines(answer) == ["wrote week.html: 1 reports"]
    assert "<h1>每週摘要</h1>" in (shell.folder / "week.html").read_text(encoding="utf-8")


def test_a_format_that_makes_no_digest_is_refused_before_anything_is_opened(quick: Inside):
    answer = quick("report", "--digest", "day", "--format", "jsonl")

    assert (answer.returncode, complaint(answer)) == (
        2,
        "stet: the format jsonl makes no digest: markdown, text, webpage do",
    )
