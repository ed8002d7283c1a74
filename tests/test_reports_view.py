from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import sites
from scheduler.diff import judge
from scheduler.diff.records import Change, Span, replace
from scheduler.reports import Context
from scheduler.reports.view import passages
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.columns import Run, columns, wrap
from scheduler.reports.view.harmless import head, link, tail, tongue, visible
from scheduler.reports.view.stories import EDGES, edge, stories
from scheduler.reports.view.times import instant, window, zone_name
from tests.reports.invented import FIRST_LOOK, QUAKE, SECOND_LOOK, marked

ZH, EN = Words("zh-Hant"), Words("en")
texts = st.text(st.sampled_from("甲乙丙，。「」 ab12.%\u0301\u200d👩é"), max_size=80)


def shortened(text: str) -> str:
    return "".join(piece.text for piece in passages.excerpt(marked(text), ZH))


# ------------------------------------------------------------------ words


def test_every_reason_has_a_name():
    assert all(EN(f"tag.{reason}") and ZH(f"tag.{reason}") for reason in judge.WEIGHTS)


def test_english_counts_one_and_many():
    assert EN("verdict.paragraphs_added", n=1) == "1\u00a0paragraph added"
    assert EN("verdict.paragraphs_added", n=2) == "2\u00a0paragraphs added"


def test_a_key_without_a_word_stands_for_itself():
    assert ZH.name("tag", "unheard") == "unheard"


# ------------------------------------------------------------------ passages


def test_context_is_the_sentence_of_the_change():
    long = "前面的句子說了很多別的事情。"

    assert shortened(f"{long}這句有[-2-]{{+3+}}人。{long}") == "…這句有23人。…"
    assert shortened(f"{long}{long}[-舊。-]{{+新。+}}{long}{long}") == f"…{long}舊。新。{long}…"


def test_a_month_that_is_cut_short_ends_no_sentence():
    told = shortened("Nobody was hurt at all. Smith resigned on Jan. [-5-]{+6+}. It was late.")

    assert told == "… Smith resigned on Jan. 56.…"


def test_a_gap_between_two_changes_keeps_both_sentences():
    middle = "第一句的結尾。" + "中間完全不相干的一句話。" * 3 + "第二句的開頭"

    assert shortened(f"[-甲-]{middle}[-乙-]") == "甲第一句的結尾。…第二句的開頭乙"


def test_a_gap_that_saves_nothing_is_not_made():
    assert shortened("不長的。前文。[-甲-]") == "不長的。前文。甲"


def test_endless_sentences_are_cut_at_a_clause_or_at_the_limit():
    clauses = "一二三四五六七八九，" * 20
    endless = "字" * 500

    assert shortened(f"{clauses}[-甲-]{clauses}") == (
        "…" + "一二三四五六七八九，" * 6 + "甲" + "一二三四五六七八九，" * 6 + "…"
    )
    assert shortened(f"{endless}[-甲-]{endless}") == f"…{'字' * 60}甲{'字' * 60}…"


def test_an_unchanged_text_shows_how_it_opens():
    assert shortened("第一句。" + "後面還有很長很長的文字。" * 3) == "第一句。…"
    assert passages.whole("全文", ZH) == (passages.Piece("=", "全文"),)
    assert passages.excerpt((), ZH) == ()


def test_a_change_without_spans_shows_old_and_new():
    assert passages.spans_of(Change(field="x", kind="edited", old="甲", new="乙")) == (
        ("-", "甲"),
        ("+", "乙"),
    )
    assert passages.spans_of(Change(field="x", kind="added", new="乙")) == (("+", "乙"),)
    assert passages.spans_of(Change(field="x", kind="moved")) == ()


def test_too_many_runs_are_counted():
    spans: tuple[Span, ...] = (("-", "甲"), ("+", "乙")) * 300
    *_, last = passages.excerpt(spans, ZH)
    *_, last_old = passages.side(spans * 2, "-", ZH)

    assert (last.sign, last.omitted) == ("…", 200)
    assert (last_old.sign, last_old.omitted) == ("…", 200)


@given(st.lists(st.tuples(st.sampled_from("=-+"), texts), max_size=8))
def test_every_changed_character_is_shown(spans: list[Span]):
    pieces = passages.excerpt(spans, ZH)
    for sign in "-+":
        changed = "".join(text for own, text in spans if own == sign)
        assert "".join(piece.text for piece in pieces if piece.sign == sign) == visible(changed)


@given(st.lists(st.tuples(st.sampled_from("=-+"), texts), max_size=8))
def test_kept_and_omitted_characters_add_up(spans: list[Span]):
    pieces = passages.excerpt(spans, ZH)
    shown = sum(piece.omitted or len(piece.text) for piece in pieces)

    assert shown == sum(len(visible(text)) for _, text in spans)


# ------------------------------------------------------------------ harmless


def test_control_characters_are_shown():
    assert visible("a\x1b[2J\u202eb\x9b\ud800\n") == ("a⟨U+001B⟩[2J⟨U+202E⟩b⟨U+009B⟩⟨U+D800⟩¶")


def test_a_cut_never_halves_a_number_a_word_or_an_emoji():
    assert head("約1234人", 3) == "約"
    assert tail("約1234人", 3) == "人"
    assert head("甲👩\u200d🚒乙", 2) == "甲"
    assert tail("甲👩\u200d🚒乙", 2) == "乙"
    assert head("甲e\u0301乙", 2) == "甲"
    assert head("甲乙", 2) == tail("甲乙", 2) == "甲乙"


def test_a_word_without_end_is_cut_all_the_same():
    assert head("x" * 100, 60) == tail("x" * 100, 60) == "x" * 60
    assert head("x" * 30, 20) == tail("x" * 30, 20) == "x" * 20


@given(texts, st.integers(1, 30))
def test_a_cut_is_a_start_or_an_end_and_never_empty(text: str, limit: int):
    assert text.startswith(head(text, limit))
    assert text.endswith(tail(text, limit))
    assert len(head(text, limit)) <= limit
    assert len(tail(text, limit)) <= limit


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "text:abc",
        "http:",
        "//x",
        "http://[",
    ],
)
def test_only_web_addresses_become_links(url: str):
    assert link(url) == ""


def test_a_link_is_percent_encoded():
    assert link('https://a.example/中 文<\x1b">?q=%20') == (
        "https://a.example/%E4%B8%AD%20%E6%96%87%3C%1B%22%3E?q=%20"
    )


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("臺北報導", "zh-Hant"),
        ("这个问题", "zh-Hans"),
        ("日本のニュース", "ja"),
        ("서울 뉴스", "ko"),
        ("Breaking", ""),
    ],
)
def test_the_language_that_picks_the_glyphs(text: str, tag: str):
    assert tongue(text) == tag


# ------------------------------------------------------------------ columns


def test_han_characters_are_two_columns_wide():
    assert columns("甲a，e\u0301👩\u200d") == 2 + 1 + 2 + 1 + 2


def lines(text: str, width: int) -> list[str]:
    return ["".join(run.text for run in line) for line in wrap([Run("", text)], width)]


def test_no_line_starts_with_closing_punctuation_or_ends_with_a_bracket():
    assert lines("甲乙丙丁，戊", 8) == ["甲乙丙", "丁，戊"]
    assert lines("甲乙丙「丁戊」", 8) == ["甲乙丙", "「丁戊」"]


def test_words_stay_whole_and_spaces_end_with_the_line():
    assert lines("one two three", 8) == ["one two ", "three"]
    assert lines("甲乙丙 丁", 6) == ["甲乙丙", "丁"]
    assert lines("甲。 。", 4) == ["甲。", "。"]
    assert lines("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]
    assert lines("ab " + "x" * 12, 10) == ["ab ", "x" * 10, "xx"]


def test_without_a_width_there_is_one_line():
    assert lines("甲" * 500, 0) == ["甲" * 500]
    assert lines("", 10) == []


@given(texts, st.integers(4, 30))
def test_wrapping_loses_nothing_but_space(text: str, width: int):
    wrapped = lines(text, width)

    assert "".join(wrapped).replace(" ", "") == text.replace(" ", "")
    assert all(columns(line) <= width for line in wrapped)


# ------------------------------------------------------------------ times


def test_the_window_leaves_out_a_day_that_is_the_same():
    context = Context(now=datetime(2026, 5, 1, tzinfo=UTC))

    assert window(SECOND_LOOK, context).replace("\u00a0", " ") == "3月4日 07:06 仍未變 → 09:13 已變"


def test_the_window_over_new_year_has_both_years():
    assert SECOND_LOOK.before
    earlier = datetime(2025, 12, 31, 1, 30, tzinfo=UTC)
    report = replace(SECOND_LOOK, before=replace(SECOND_LOOK.before, last_seen=earlier))
    told = window(report, Context(now=datetime(2026, 5, 1, tzinfo=UTC))).replace("\u00a0", " ")

    assert told == "2025年12月31日 09:30 仍未變 → 2026年3月4日 09:13 已變"


def test_a_first_sight_has_only_its_end():
    context = Context(now=datetime(2026, 5, 1, tzinfo=UTC), lang="en")
    report = QUAKE.event("deleted", 1)
    open_ended = type(report)(
        **{name: getattr(report, name) for name in report.__struct_fields__} | {"before": None}
    )

    assert window(open_ended, context).replace("\u00a0", " ") == "taken down by 5 Mar 11:30"


def test_the_year_is_shown_where_it_is_not_this_one():
    at = datetime(2025, 12, 31, 18, 0, tzinfo=UTC)

    assert instant(at, Context()).text == "2026年1月1日 02:00"
    assert instant(at, Context(lang="en")).text == "1 Jan 2026 02:00"
    assert instant(at, Context(now=datetime(2026, 6, 1, tzinfo=UTC))).text == "1月1日 02:00"
    assert instant(at, Context()).iso == "2026-01-01T02:00:00+08:00"


def test_a_zone_has_a_name():
    assert zone_name(Context()) == "Asia/Taipei"
    assert zone_name(Context(zone=timezone(timedelta(hours=8)))) == "UTC+08:00"


# ------------------------------------------------------------------ stories


def test_reports_of_one_article_are_one_story_the_latest_first():
    [story] = stories([FIRST_LOOK, SECOND_LOOK], Context())

    assert story.latest.version == 3
    assert [shown.version for shown in story.earlier] == [2]
    assert story.headline is not None
    assert story.headline.field == "title"


def test_an_article_without_a_title_goes_by_its_identity():
    report = QUAKE.event("deleted", 1)
    untitled = type(report)(
        **{name: getattr(report, name) for name in report.__struct_fields__} | {"title": ""}
    )
    [story] = stories([untitled], Context())

    assert story.latest.title == QUAKE.article
    assert story.headline is None


def test_no_two_sites_of_ours_share_a_colour():
    names = [*(site.name for site in sites.every()), "text"]

    assert len({edge(name) for name in names}) == min(EDGES, len(names))
