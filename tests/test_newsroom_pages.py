"""The crawler reads every dress of the newsroom back, exactly, whatever the noise."""

import pytest

from crawler import extract, sites, urls
from crawler.items import Article, Fault
from scheduler.newsroom import Newsroom, Picture, Story, opening_edition
from scheduler.newsroom.stories import DressName
from tests.reader import Reader

ERAS: tuple[tuple[DressName, str], ...] = (
    ("cna", "2023-02"),
    ("cna", "2023-08"),
    ("yahoo", "atoms"),
    ("yahoo", "caas"),
    ("jsonld", ""),
)
BODY = (
    "青嶼外海今晨地震，造成2人受傷。",
    "鎮長林海生說：「先救人，再談損失。」",
    "全鎮停班一天，明天照常。",
)


def read(newsroom: Newsroom, story: Story) -> Article:
    page = Reader(newsroom).page(story)
    reading = extract.read(page.encode(), story.url, fetched_at=newsroom.now)
    assert reading.article, reading.fault
    return reading.article


def assert_read_back(article: Article, story: Story) -> None:
    assert article.title == story.title
    assert article.body == story.paragraphs
    assert article.author == story.publisher
    assert sorted(article.tags) == sorted(story.tags)
    assert article.categories == (story.section,)
    assert article.description == story.description
    assert article.language == "zh-Hant-TW"
    assert article.date
    assert article.date.at == story.published
    assert article.modified
    assert article.modified.at == (story.modified or story.published)
    assert [(credit.role, credit.name) for credit in article.credits] == [
        (credit.role, credit.name) for credit in story.credits
    ]
    own = {link.url: link.title for link in article.related if not link.sitewide}
    assert own == {other.url: other.title for other in story.related}


def test_the_opening_edition_is_read_back(newsroom: Newsroom) -> None:
    for story in opening_edition(newsroom).stories.values():
        assert_read_back(read(newsroom, story), story)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_rail_is_read_without_what_stands_between_its_stories(
    newsroom: Newsroom, count: int
) -> None:
    others = [newsroom.publish(f"別則{n}", BODY, dress="yahoo") for n in range(count)]
    story = newsroom.publish("主文", BODY, dress="yahoo", related=others)

    links = read(newsroom, story).related

    assert {link.title for link in links} == {other.title for other in others}
    for link in links:
        assert "".join(BODY).startswith("".join(link.summary.removesuffix("...").split()))
        assert (link.publisher, link.age) == ("島嶼日報", "1 分鐘前")


@pytest.mark.parametrize(("dress", "era"), ERAS)
def test_every_edit_is_read_back(newsroom: Newsroom, dress: DressName, era: str) -> None:
    others = [
        newsroom.publish(f"另一則新聞{n}", [f"第{n}則。" * 30], dress=dress) for n in range(5)
    ]
    story = newsroom.publish(
        "青嶼地震2傷",
        BODY,
        dress=dress,
        era=era,
        related=others,
        tags=("地震", "青嶼"),
        credits=[("reporter", "田可期"), ("editor", "許若水")],
        pictures=[Picture("20260105/1088x768_123456789012.jpg", "受損的碼頭。")],
    )
    newsroom.advance(hours=2)
    newsroom.correct(story, "2人", "3人")
    newsroom.retitle(story, "青嶼地震3傷 碼頭受損")
    newsroom.move_paragraph(story, 1, 2)
    newsroom.add_credit(story, "translator", "古月")
    newsroom.append(story, "傍晚又有餘震，規模4.1。")
    before = read(newsroom, story)
    assert_read_back(before, story)
    assert [image.caption for image in before.images] == ["受損的碼頭。"]
    if dress == "cna":
        assert before.dateline == "台北"


@pytest.mark.parametrize(("dress", "era"), ERAS)
def test_noise_is_not_read(newsroom: Newsroom, dress: DressName, era: str) -> None:
    others = [
        newsroom.publish(f"另一則新聞{n}", [f"第{n}則。" * 30], dress=dress) for n in range(5)
    ]
    picture = Picture("20260105/1088x768_123456789012.jpg", "受損的碼頭。")
    story = newsroom.publish(
        "青嶼地震2傷", BODY, dress=dress, era=era, related=others, pictures=[picture]
    )
    articles = []
    for _ in range(4):
        articles.append(read(newsroom, story))
        newsroom.rotate_noise()
    for article in articles:
        assert_read_back(article, story)
    assert len({article.images[0].url for article in articles}) > 1
    assert len({urls.image_identity(article.images[0].url) for article in articles}) == 1


def fault(newsroom: Newsroom, story: Story) -> Fault | None:
    answer = Reader(newsroom).get(story.url)
    found = extract.draft(answer.text.encode(), story.url, status=answer.status)
    return found if isinstance(found, Fault) else None


def test_what_is_no_article_is_read_as_a_fault(newsroom: Newsroom) -> None:
    story = newsroom.publish("青嶼地震2傷", BODY)
    for status in (200, 404, 410):
        newsroom.retract(story, status)
        gone = fault(newsroom, story)
        assert gone
        assert gone.kind == "gone"
        newsroom.restore(story)
    newsroom.expire(story)
    expired = fault(newsroom, story)
    assert expired
    assert (expired.kind, expired.lead) == ("expired", (story.paragraphs[0],))


@pytest.mark.parametrize(("dress", "era"), ERAS)
def test_both_sides_number_stories_alike(newsroom: Newsroom, dress: DressName, era: str) -> None:
    story = newsroom.publish("青嶼地震2傷", BODY, dress=dress, era=era)
    tracked = f"{story.url}?utm_source=line&fbclid=1"
    assert newsroom.find(tracked) is story
    assert sites.identity(tracked) == sites.identity(story.url)
