"""The newsroom's stories: every verb, what readers then see, and the log of it."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.newsroom import Newsroom, Picture, Pointer, Story, opening_edition
from scheduler.newsroom.stories import TAIPEI, DressName, State
from tests.reader import Reader, paragraphs

DRESSES: tuple[DressName, ...] = ("cna", "yahoo", "jsonld")
BODY = (
    "青嶼外海今晨地震，造成2人受傷。",
    "鎮長林海生說：「先救人，再談損失。」",
    "全鎮停班一天。",
)
CREDITS = (("reporter", "田可期"), ("editor", "許若水"))


@pytest.fixture
def reader(newsroom: Newsroom) -> Reader:
    return Reader(newsroom)


@pytest.fixture(params=DRESSES)
def story(newsroom: Newsroom, request: pytest.FixtureRequest) -> Story:
    return newsroom.publish(
        "青嶼地震2傷",
        BODY,
        dress=request.param,
        credits=CREDITS,
        tags=("地震", "青嶼"),
        pictures=[Picture("20260105/1088x768_1.jpg", "受損的碼頭。")],
    )


@pytest.fixture
def wire(newsroom: Newsroom) -> Story:
    return newsroom.publish("青嶼地震2傷", BODY, credits=CREDITS)


def test_a_published_story_is_read_and_logged(
    newsroom: Newsroom, reader: Reader, story: Story
) -> None:
    page = reader.page(story)
    assert paragraphs(page, story) == story.paragraphs
    assert all(shown in page for shown in ("受損的碼頭。", "青嶼地震2傷", "田可期"))
    [edit] = newsroom.log
    assert (edit.kind, edit.url, edit.new, edit.at) == (
        "published",
        story.url,
        story.title,
        newsroom.now,
    )


def test_a_wire_story_wears_its_brackets(wire: Story) -> None:
    assert wire.paragraphs == (
        "（中央社記者田可期台北5日電）" + BODY[0],
        BODY[1],
        BODY[2] + "（編輯：許若水）1150105",
    )


def test_a_wire_story_without_a_reporter_is_of_the_foreign_desk(newsroom: Newsroom) -> None:
    story = newsroom.publish("外電", BODY[:1], dateline="洛倫堡")
    assert story.paragraphs == (f"（中央社洛倫堡5日綜合外電報導）{BODY[0]}1150105",)


def test_a_correction_changes_one_place(newsroom: Newsroom, reader: Reader, story: Story) -> None:
    newsroom.advance(hours=2)
    before = story.paragraphs[0]
    edit = newsroom.correct(story, "2人", "3人")
    assert edit == newsroom.log[-1]
    assert (edit.kind, edit.field, edit.old, edit.new, edit.path) == (
        "corrected",
        "body",
        "2人",
        "3人",
        0,
    )
    assert (edit.before, edit.after) == (before, before.replace("2人", "3人"))
    assert paragraphs(reader.page(story), story)[0] == edit.after
    assert story.modified == newsroom.now


def test_a_title_is_corrected_and_rewritten(
    newsroom: Newsroom, reader: Reader, story: Story
) -> None:
    corrected = newsroom.correct(story, "2傷", "3傷")
    retitled = newsroom.retitle(story, "青嶼強震 碼頭受損")
    assert (corrected.field, corrected.before, corrected.after) == (
        "title",
        "青嶼地震2傷",
        "青嶼地震3傷",
    )
    assert (retitled.kind, retitled.old, retitled.new) == (
        "retitled",
        "青嶼地震3傷",
        "青嶼強震 碼頭受損",
    )
    page = reader.page(story)
    assert re.search(r"<h1[^>]*>(?:<span>)?青嶼強震 碼頭受損<", page)
    assert "青嶼地震" not in page


@pytest.mark.parametrize("old", ["無此文", "", "。"])
def test_a_correction_must_mean_one_place(newsroom: Newsroom, wire: Story, old: str) -> None:
    with pytest.raises(ValueError, match="times in"):
        newsroom.correct(wire, old, "新")
    assert len(newsroom.log) == 1


def test_the_page_says_when_it_was_updated(newsroom: Newsroom, reader: Reader) -> None:
    wire = newsroom.publish("甲", BODY)
    assert "更新）" not in reader.page(wire)
    newsroom.advance(hours=2, minutes=5)
    newsroom.correct(wire, "2人", "3人", silent=True)
    assert "更新）" not in reader.page(wire)
    newsroom.correct(wire, "3人", "4人")
    page = reader.page(wire)
    assert "<span>2026/1/5 09:00</span><span>（1/5 11:05 更新）</span>" in page
    assert [edit.silent for edit in newsroom.log] == [False, True, False]


def test_a_paragraph_moves_and_brackets_follow(
    newsroom: Newsroom, reader: Reader, wire: Story
) -> None:
    old = wire.paragraphs
    edit = newsroom.move_paragraph(wire, 0, 2)
    assert paragraphs(reader.page(wire), wire) == wire.paragraphs
    assert (edit.kind, edit.from_path, edit.path) == ("moved", 0, 2)
    assert (edit.before, edit.after) == (old[0], BODY[0] + "（編輯：許若水）1150105")
    assert edit.brackets == (
        (BODY[1], "（中央社記者田可期台北5日電）" + BODY[1]),
        (old[2], BODY[2]),
    )


def test_a_translator_is_credited(newsroom: Newsroom, reader: Reader, story: Story) -> None:
    edit = newsroom.add_credit(story, "translator", "古月")
    assert (edit.kind, edit.field, edit.new, edit.path) == ("credited", "credits", "古月", 2)
    assert "譯者：古月" in edit.after
    assert "譯者：古月" not in edit.before
    assert paragraphs(reader.page(story), story)[2] == edit.after


def test_a_second_reporter_stands_in_lead_or_byline(
    newsroom: Newsroom, reader: Reader, story: Story
) -> None:
    newsroom.add_credit(story, "reporter", "林知遠")
    assert "記者田可期、林知遠" in reader.page(story)


def test_a_role_nobody_knows_is_refused(newsroom: Newsroom, wire: Story) -> None:
    with pytest.raises(ValueError, match="no role 'poet'"):
        newsroom.add_credit(wire, "poet", "古月")


def test_a_paragraph_is_appended(newsroom: Newsroom, reader: Reader, wire: Story) -> None:
    edit = newsroom.append(wire, "傍晚再傳餘震。")
    assert (edit.kind, edit.path, edit.before) == ("appended", 3, "")
    assert edit.after == "傍晚再傳餘震。（編輯：許若水）1150105"
    assert edit.brackets == ((BODY[2] + "（編輯：許若水）1150105", BODY[2]),)
    assert paragraphs(reader.page(wire), wire) == wire.paragraphs


@pytest.mark.parametrize("status", [200, 404, 410])
def test_a_story_is_retracted_and_restored(
    newsroom: Newsroom, reader: Reader, story: Story, status: int
) -> None:
    page = paragraphs(reader.page(story), story)
    newsroom.retract(story, status)  # type: ignore[arg-type]
    gone = reader.get(story.url)
    assert gone.status == status
    assert not paragraphs(gone.text, story)
    newsroom.restore(story)
    assert paragraphs(reader.page(story), story) == page
    assert [edit.kind for edit in newsroom.log] == ["published", "retracted", "restored"]


def test_a_missing_wire_page_is_titled_404(newsroom: Newsroom, reader: Reader) -> None:
    answer = reader.get("https://www.cna.com.tw/news/aopl/202601019999.aspx")
    assert (answer.status, re.findall("<title>(.*)</title>", answer.text)) == (404, ["404"])


def test_an_expired_story_keeps_its_lead(newsroom: Newsroom, reader: Reader, wire: Story) -> None:
    newsroom.expire(wire)
    page = reader.page(wire)
    assert "您所瀏覽的新聞已過查詢時效" in page
    assert BODY[0] in page
    assert BODY[1] not in page
    assert newsroom.log[-1].kind == "expired"


def test_a_state_is_entered_once(newsroom: Newsroom, wire: Story) -> None:
    with pytest.raises(ValueError, match="is live already"):
        newsroom.restore(wire)
    newsroom.expire(wire)
    with pytest.raises(ValueError, match="is expired already"):
        newsroom.expire(wire)


def test_readers_are_redirected(newsroom: Newsroom, reader: Reader, wire: Story) -> None:
    other = newsroom.publish("新址", BODY, url="https://例.tw/甲?a=1", dress="jsonld")
    newsroom.redirect(wire, "https://xn--fsq.tw/甲?a=1")
    assert other.title in reader.get(wire.url).text
    assert newsroom.log[-1].kind == "redirected"
    states: list[State] = [each.state for each in (wire, other)]
    assert states == ["redirected", "live"]


def test_sabotage_is_seen_by_readers_or_by_the_log_only(
    newsroom: Newsroom, reader: Reader, wire: Story
) -> None:
    newsroom.tamper(wire, "2人", "9人")
    assert len(newsroom.log) == 1
    assert wire.modified is None
    hidden = newsroom.hide(wire, "一天", "兩天")
    assert (newsroom.log[-1], hidden.after) == (hidden, "全鎮停班兩天。（編輯：許若水）1150105")
    title = newsroom.hide(wire, "2傷", "3傷")
    assert (title.field, title.after) == ("title", "青嶼地震3傷")
    page = reader.page(wire)
    assert "9人" in page
    assert "兩天" not in page
    assert "3傷" not in page


def test_every_edit_leaves_a_proof_of_what_readers_see_from_then_on(
    newsroom: Newsroom, reader: Reader, story: Story
) -> None:
    newsroom.advance(hours=1)
    newsroom.retitle(story, "青嶼強震")
    newsroom.add_credit(story, "translator", "何千帆")
    newsroom.retract(story)
    newsroom.restore(story)
    *_, gone, back = newsroom.proofs
    assert [proof.title for proof in newsroom.proofs] == ["青嶼地震2傷", *["青嶼強震"] * 4]
    assert [proof.at for proof in newsroom.proofs] == [edit.at for edit in newsroom.log]
    assert (gone.state, back.state) == ("retracted", "live")
    assert paragraphs(reader.page(story), story) == back.paragraphs == story.paragraphs
    assert back.credits[-1].name == "何千帆"
    assert (back.published, back.modified) == (story.published, newsroom.now)


def test_a_cheat_is_in_the_proof_and_not_on_the_page_or_the_other_way(
    newsroom: Newsroom, reader: Reader, wire: Story
) -> None:
    newsroom.hide(wire, "2人", "3人")
    newsroom.tamper(wire, "一天", "兩天")
    page, proof = reader.page(wire), newsroom.proofs[-1]
    assert "2人" in page
    assert "兩天" in page
    assert "3人" in proof.paragraphs[0]
    assert "一天" in proof.paragraphs[2]


def test_a_hit_says_which_story_was_shown_and_what_it_pointed_to(
    newsroom: Newsroom, reader: Reader
) -> None:
    other = newsroom.publish("別則", BODY, dress="yahoo")
    plain = newsroom.publish("甲", BODY, dress="jsonld", related=[other])
    rail = newsroom.publish("乙", BODY, dress="yahoo", related=[other])
    newsroom.advance(hours=13)
    reader.page(plain)
    reader.get(f"{rail.url}?guce=1")
    newsroom.retract(rail)
    reader.get(rail.url)
    reader.get("https://www.example-news.tw/robots.txt")
    assert [hit.story for hit in newsroom.hits] == [plain.url, rail.url, rail.url, ""]
    whole = Pointer(other.url, "別則", "島嶼日報", "13 小時前", "".join(BODY))
    assert [hit.links for hit in newsroom.hits] == [
        (Pointer(other.url, "別則"),),
        (whole,),
        (),
        (),
    ]


def test_noise_differs_at_each_request_and_the_story_does_not(
    newsroom: Newsroom, reader: Reader, story: Story
) -> None:
    story.related = (newsroom.publish("別則", BODY), newsroom.publish("又一則", BODY))
    pages = [reader.page(story) for _ in range(4)]
    newsroom.rotate_noise()
    pages += [reader.page(story) for _ in range(4)]
    assert len(set(pages)) == 8
    for page in pages:
        own = page.split("其他人也在看")[0]
        assert paragraphs(own, story) == story.paragraphs
        assert set(re.findall(r"別則|又一則", page)) == {"別則", "又一則"}


def test_a_rotation_brings_another_carousel(newsroom: Newsroom, reader: Reader) -> None:
    wire = newsroom.publish("甲", BODY)

    def carousel() -> set[str]:
        found = re.findall(r'topicItem"><a href="([^"]+)"', reader.page(wire))
        assert len(found) == 16
        return set(found)

    first = carousel()
    assert carousel() == first
    newsroom.rotate_noise()
    assert carousel() != first


def test_equal_seeds_make_equal_noise() -> None:
    pages = []
    for seed in (7, 7, 8):
        with Newsroom(seed) as newsroom:
            pages.append(Reader(newsroom).page(newsroom.publish("甲", BODY)))
    assert pages[0] == pages[1] != pages[2]


def test_the_rail_holds_whole_articles_and_ages(newsroom: Newsroom, reader: Reader) -> None:
    others = [
        newsroom.publish(f"別則{n}", [f"別則{n}全文。" * 20], dress="yahoo") for n in range(8)
    ]
    story = newsroom.publish("主文", BODY, dress="yahoo", related=others)
    newsroom.advance(hours=13)
    rail = reader.page(story).split("其他人也在看")[1]
    assert rail.count("島嶼日報 ・ 13 小時前") == 8
    assert 0 < rail.count('class="atoms"') < 8
    newsroom.advance(days=2)
    assert "島嶼日報 ・ 2 天前" in reader.page(story)


def test_the_clock_is_aware_and_stands_still(newsroom: Newsroom) -> None:
    assert newsroom.now == datetime(2026, 1, 5, 9, tzinfo=TAIPEI)
    assert newsroom.advance(days=1, minutes=-30) == datetime(2026, 1, 6, 0, 30, tzinfo=UTC)
    newsroom.now = datetime(2026, 2, 1, tzinfo=UTC)
    story = newsroom.publish("甲", BODY)
    assert (newsroom.log[-1].at, story.published) == (newsroom.now, newsroom.now)
    with pytest.raises(ValueError, match="no time zone"):
        newsroom.now = datetime(2026, 2, 1)  # noqa: DTZ001 - that is the point


def test_one_address_holds_one_story(newsroom: Newsroom, wire: Story) -> None:
    with pytest.raises(ValueError, match="two stories"):
        newsroom.publish("乙", BODY, url=wire.url.replace("/aopl/", "/asoc/"))


def test_a_dress_nobody_knows_is_refused(newsroom: Newsroom) -> None:
    with pytest.raises(ValueError, match="no dress 'bbc': cna, jsonld, yahoo"):
        newsroom.publish("甲", BODY, dress="bbc")  # type: ignore[arg-type]


def test_the_opening_edition_is_linked_and_readable(newsroom: Newsroom, reader: Reader) -> None:
    edition = opening_edition(newsroom)
    worn = [story.dress for story in edition.front.values()]
    assert worn.count("cna") >= 5
    assert worn.count("yahoo") >= 4
    assert worn.count("jsonld") >= 3
    assert len(edition.front) >= 14
    linked = {other for story in edition.front.values() for other in story.related}
    assert set(edition.deeper.values()) <= linked
    for story in edition.stories.values():
        assert 1 <= len(story.related) <= 4
        assert 4 <= len(story.body) <= 7
        assert newsroom.now - story.published < timedelta(days=2)
        assert paragraphs(reader.page(story), story)[: len(story.body)] == story.paragraphs
    assert edition["river-law"].dress == "jsonld"
