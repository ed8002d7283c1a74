"""Lists of every form: what they name, of whatever make, broken ones too."""

from datetime import UTC, datetime

import pytest

from crawler import lists, sites
from crawler.lists import Entry, Listing
from crawler.lists.listing import once

CNA = "https://www.cna.com.tw"
URL = f"{CNA}/list/aall.aspx"
ONE, TWO = f"{CNA}/news/aopl/202601050001.aspx", f"{CNA}/news/aopl/202601050002.aspx"
AT = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)

PAGE = f"""<html><body><a href="{ONE}"><img src=x></a><a href="/news/aopl/202601050001.aspx#top">
<h2>港口起火</h2> 國際</a><a href=" {TWO} ">二</a>
<a href="javascript:void(0)">三</a><a href="mailto:a@b.c">四</a><a>五</a></body></html>"""
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:dc="http://purl.org/dc/e/">
<channel><link>{CNA}/</link><lastBuildDate>Mon, 05 Jan 2026 10:00:00 +0800</lastBuildDate>
<item><title>港口&amp;amp;起火</title><link>{ONE}?utm_source=rss</link><category>國際</category>
<pubDate>Mon, 05 Jan 2026 09:30:00 +0800</pubDate></item>
<item><title><![CDATA[<b>二</b>]]></title><link>http://feeds.example/~r/2</link>
<feedburner:origLink>{TWO}</feedburner:origLink></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="{CNA}/"/>
<entry><link href="{ONE}"/><title>港口起火</title><published>2026-01-05T08:00:00+08:00</published>
<updated>2026-01-05T09:30:00+08:00</updated></entry>
<entry><link rel="alternate" href="/news/aopl/202601050002.aspx"/><title>二</title></entry>
</feed>"""
SITEMAP = f"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><image:image><image:loc>{CNA}/a.jpg</image:loc></image:image><loc> {ONE}?a=1&b=2 </loc>
<lastmod>2026-01-05T09:30:00+08:00</lastmod><news:news><news:title>港口起火</news:title>
<news:publication_date>2026-01-05</news:publication_date></news:news></url>
<url><loc><![CDATA[{TWO}]]></loc></url></urlset>"""
INDEX = f"""<sitemapindex><sitemap><loc>{ONE}</loc><lastmod>2026-01-05</lastmod></sitemap>
</sitemapindex>"""
RECORDS = f"""{{"Result": "Y", "ResultData": {{"Items": [
{{"HeadLine": "港口起火", "PageUrl": "{ONE}", "CreateTime": "2026/01/05 09:30"}},
{{"HeadLine": "二", "PageUrl": "{TWO}"}}, 7]}}}}"""
JSON_FEED = f"""{{"version": "https://jsonfeed.org/version/1.1", "items": [
{{"url": "{ONE}", "title": "港口起火", "date_modified": "2026-01-05T09:30:00+08:00"}}]}}"""


def named(listing: Listing) -> list[tuple[str, str]]:
    return [(each.url.partition("?")[0], each.title) for each in listing.entries]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (PAGE, "港口起火 國際"),
        (f'<?xml version="1.0"?>\n<!DOCTYPE html>{PAGE}', "港口起火 國際"),
        (ATOM, "港口起火"),
        (SITEMAP, "港口起火"),
        (RECORDS, "港口起火"),
    ],
    ids=["page", "xhtml", "atom", "sitemap", "records"],
)
def test_each_article_stands_once_with_its_headline(text: str, title: str):
    found = named(lists.read(text, URL))

    assert [url for url, _ in found] == [ONE, TWO]
    assert found[0][1] in {title, "港口起火"}


def test_a_feed_tells_headlines_sections_and_when():
    one, two = lists.read(RSS, URL, AT).entries

    assert (one.url, one.title, one.sections) == (ONE, "港口&起火", ("國際",))
    assert one.published is not None
    assert (one.published.at, one.updated) == (AT, None)
    assert (two.url, two.title) == (TWO, "二")


@pytest.mark.parametrize("text", [ATOM, SITEMAP, JSON_FEED], ids=["atom", "sitemap", "json-feed"])
def test_when_an_article_was_last_changed_is_told(text: str):
    entry = lists.read(text, URL).entries[0]

    assert entry.updated is not None
    assert entry.updated.at == AT


def test_the_list_of_an_api_is_read_by_the_sites_file():
    entry = lists.read(RECORDS, f"{CNA}/cna2018api/api/WNewsList").entries[0]

    assert entry.published is not None
    assert entry.published.at == AT
    elsewhere = lists.read(RECORDS, "https://news.example/list")
    assert (elsewhere.entries, elsewhere.doubt) == ((), "it is JSON, and no JSON Feed")


def test_a_sitemap_index_names_further_sitemaps():
    listing = lists.read(INDEX, URL)

    assert listing.entries == ()
    assert [each.url for each in listing.sitemaps] == [ONE]


@pytest.mark.parametrize("kind", ["rss", "urlset"])
def test_entities_are_not_expanded(kind: str):
    bomb = f"""<?xml version="1.0"?><!DOCTYPE {kind} [<!ENTITY a "{ONE}"><!ENTITY b SYSTEM
    "file:///etc/passwd">]><{kind}><channel><item><link>&a;</link></item><item><link>&b;</link>
    </item></channel><url><loc>&a;</loc></url><url><loc>&b;</loc></url></{kind}>"""

    assert all(
        ONE not in each.url and "root" not in each.url for each in lists.read(bomb, URL).entries
    )


def test_an_item_without_a_link_is_left_out_and_never_the_list_itself():
    items = f"<item><title>一</title></item><item><link> </link></item><item><link>{URL}</link>"
    feed = f'<rss version="2.0"><channel>{items}</item>'

    bare = lists.read(f"{feed}</channel></rss>", URL)
    assert (bare.entries, bare.doubt) == ((), "none of its items has a link to an article")
    linked = f"<item><link>{ONE}</link></item></channel></rss>"
    assert lists.read(f"{feed}{linked}", URL) == Listing((Entry(ONE),))
    assert lists.read('{"items": [{"title": "一"}, {"url": ""}]}', URL) == Listing()
    assert named(lists.read(f'<html><a href="">一</a><a href="{ONE}">二</a>', URL)) == [(ONE, "二")]


def test_a_feed_that_breaks_off_names_what_stands_before_and_says_so():
    head = f'<rss version="2.0"><channel><item><link>{ONE}</link></item>'
    for rest in ("<item><title>二", "<item><link>https://www.cna", "<item><link>x</li", ""):
        cut = lists.read(head + rest, URL)
        assert ([url for url, _ in named(cut)], cut.is_cut) == ([ONE], True)
        assert cut.doubt.startswith("its XML is broken: ")


@pytest.mark.parametrize("title", ["一&nbsp;二", "一 & 二", "一</b>", "一\x08", "<x:y>一</x:y>"])
def test_a_feed_that_is_a_bit_broken_is_read_to_its_end(title: str):
    items = [f"<item><title>{title}</title><link>{url}</link></item>" for url in (ONE, TWO)]
    feed = lists.read(f'<rss version="2.0"><channel>{"".join(items)}</channel></rss>', URL)

    assert [url for url, _ in named(feed)] == [ONE, TWO]
    assert not feed.is_cut


def test_what_a_broken_sitemap_names_before_the_fault_is_taken():
    cut = SITEMAP.partition("<url><loc><![CDATA[")[0]

    assert named(lists.read(cut, URL)) == [(ONE, "港口起火")]
    assert named(lists.read(f"{cut}<url></loc>", URL)) == [(ONE, "港口起火")]
    assert lists.read(cut, URL).is_cut


def test_a_page_that_would_stall_a_parser_is_refused():
    page = f"<html><body {'a=b ' * 5_000}><a href={ONE}>一</a></body></html>"

    with pytest.raises(ValueError, match="attributes"):
        lists.read(page, URL)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("", "it is empty"),
        ("<", "it is neither feed nor sitemap, nor a page with links"),
        ("<?xml", "it is XML, and neither a feed nor a sitemap"),
        ("\x00\x00", "it is neither feed nor sitemap, nor a page with links"),
        ("<rss>" * 300, "its XML is broken: "),
        ("<urlset>" * 300, "its XML is broken: "),
        ("{", "it begins as JSON does, and is none"),
        ("[" * 100_000, "it begins as JSON does, and is none"),
        ('{"items": 1}', "it is JSON, and no JSON Feed"),
    ],
)
def test_what_is_broken_names_nothing_and_says_why(text: str, doubt: str):
    listing = lists.read(text, URL)

    assert listing.entries == listing.sitemaps == ()
    assert listing.doubt.startswith(doubt)


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><rss version="2.0"><channel><title>一</title></channel></rss>',
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>一</title></feed>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>',
        '{"version": "https://jsonfeed.org/version/1.1", "items": []}',
    ],
    ids=["rss", "atom", "sitemap", "json-feed"],
)
def test_a_list_with_nothing_on_it_is_one_without_a_doubt(text: str):
    assert lists.read(text, URL) == Listing()


def test_of_a_page_there_is_a_doubt_which_says_what_to_name_instead():
    page = '<html><body><a href="/about">一</a></body></html>'

    assert lists.read(page, URL).doubt == "it is a web page that links to no article"
    elsewhere = lists.read(page, "https://news.example/").doubt
    assert elsewhere.endswith("name a feed or a sitemap instead")


def test_a_list_has_an_end_and_an_article_its_first_headline():
    said = [Entry(ONE, "一"), None, Entry(ONE, "又一"), Entry(TWO), Entry(TWO, "二"), Entry(URL)]

    assert once(said, most=2) == (Entry(ONE, "一"), Entry(TWO, "二"))


def test_an_address_may_spell_its_headline():
    url = "https://tw.news.yahoo.com/%E5%BF%AB%E8%A8%8A-%E9%81%93%E7%93%8A-163600171.html?x=1"

    assert sites.site_for(url).title_in(url) == "快訊 道瓊"
    assert sites.site_for(ONE).title_in(ONE) == ""
    assert Entry(ONE).title == ""
