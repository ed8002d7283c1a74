"""URLs: canonical form, checking, resolving, and the identity of pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import urls
from crawler.errors import UsageError

ANY_URL = st.one_of(
    st.text(max_size=60),
    st.builds(
        "{}://{}{}{}{}".format,
        st.sampled_from(["http", "HTTPS", "ftp", ""]),
        st.sampled_from(["a.example", "中文.台灣", "[::1]", "[::1", "u:p@h.example:8443", "h:x"]),
        st.text(alphabet="/.%4aé中 ..\\", max_size=20),
        st.text(alphabet="?&=utm_source%2f+中", max_size=20),
        st.sampled_from(["", "#frag", "#"]),
    ),
)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTPS://WWW.Example.COM:443/News/1.html#top", "https://www.example.com/News/1.html"),
        ("http://example.com:80", "http://example.com/"),
        ("http://example.com:8080/a", "http://example.com:8080/a"),
        ("https://me:secret@example.com/a", "https://example.com/a"),
        ("https://example.com./a", "https://example.com/a"),
        ("https://example.com/a?utm_source=x&id=7&fbclid=y&chdtv", "https://example.com/a?id=7"),
        ("https://example.com/a?utm_medium=rss", "https://example.com/a"),
        ("https://example.com/a?&&b=1&", "https://example.com/a?b=1"),
        ("https://example.com/%e6%96%b0聞", "https://example.com/%E6%96%B0%E8%81%9E"),
        ("https://example.com/%7euser/%2F", "https://example.com/~user/%2F"),
        ("https://example.com/100%/x y", "https://example.com/100%25/x%20y"),
        ("https://example.com/a/./b/../c/..", "https://example.com/a/"),
        ("https://example.com/../../a", "https://example.com/a"),
        ("https://島嶼.example/報", "https://xn--kltwr.example/%E5%A0%B1"),
        ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"),
        ("text:0123", "text:0123"),
        (" mailto:me@example.com ", "mailto:me@example.com"),
        ("http://[::1", "http://[::1"),
        ("http://example.com:port/", "http://example.com:port/"),
        ("http:///nowhere", "http:///nowhere"),
    ],
)
def test_one_spelling_for_every_way_to_write_a_url(written: str, canonical: str) -> None:
    assert urls.canonical(written) == canonical


@given(ANY_URL)
def test_the_canonical_form_is_its_own(url: str) -> None:
    once = urls.canonical(url)
    assert urls.canonical(once) == once
    assert urls.host(once) == urls.host(url)


def test_a_port_is_named_where_it_is_not_the_usual_one() -> None:
    assert urls.authority("https://News.example:8443/1") == "news.example:8443"
    assert urls.authority("http://news.example:80/1") == "news.example"
    assert urls.authority("http://[::1]:8080/") == "[::1]:8080"
    assert urls.authority("http://news.example:99999/") == ""
    assert urls.authority("text:1a2b") == ""


def test_a_host_that_no_registry_knows_is_kept() -> None:
    assert urls.host(f"https://{'長' * 70}.example/") == f"{'長' * 70}.example"
    assert urls.host("http://[::1") == ""


@pytest.mark.parametrize("url", ["https://example.com/a", " http://[::1]:8080/ "])
def test_what_can_be_fetched_passes(url: str) -> None:
    assert urls.check(url) == url.strip()


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("", "https://www.example.com/news/1.html"),
        ("news", "https://www.example.com/news/1.html"),
        ("www.example.org/a", "https://www.example.org/a"),
        ("file:///etc/passwd", "https://www.example.com/news/1.html"),
        ("https:///a", "https://www.example.com/news/1.html"),
        ("https://[::1", "https://www.example.com/news/1.html"),
        ("https://exa mple.com/", "https://www.example.com/news/1.html"),
        ("https://example.com/" + "a" * 9_000, "https://www.example.com/news/1.html"),
    ],
)
def test_what_is_no_url_is_named_with_a_hint(url: str, hint: str) -> None:
    with pytest.raises(UsageError) as refusal:
        urls.check(url)
    assert repr(url[:200]) in str(refusal.value)
    assert str(refusal.value).endswith(hint)


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/b?x=1#y", "https://example.com/b?x=1"),
        ("../c", "https://example.com/c"),
        ("//cdn.example/i.jpg", "https://cdn.example/i.jpg"),
        (" two words.html\n", "https://example.com/news/two%20words.html"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("http://[::1", ""),
    ],
)
def test_links_are_resolved_against_their_page(link: str, address: str) -> None:
    assert urls.resolve("https://example.com/news/1.html", link) == address


def test_path_and_query_are_canonical() -> None:
    assert urls.path_and_query("https://example.com?b=2&utm_id=1#x") == "/?b=2"
    assert urls.path_and_query("text:0123") == "text:0123"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "https://img1.example.org/www/Photos/800/20260105/1088x768_wm_806152247333.jpg",
            "https://imgcdn.example.org/www/photos/1024/20260105/1088x768_wm_806152247333.jpg?v=9",
        ),
        (
            "https://images.proxy.example/?url=img1.example.org/www/photos/20260105/9.jpg&w=300",
            "https://img1.example.org/www/photos/20260105/9.jpg",
        ),
        (
            "https://cdn.example/_next/image?url=https%3A%2F%2Fa.example%2Fp%2Fboat.png&w=1080&q=75",
            "https://a.example/p/boat-300x200.webp",
        ),
        (
            "https://s.proxy.example/api/res/1.2/aB3--/eHg9/https://media.example.net/zh/sea.jpg",
            "https://s.proxy.example/api/res/1.2/zZ9--/b3Bz/https%3A%2F%2Fmedia.example.net/zh/sea.jpg",
        ),
        ("https://a.example/p/boat.3f2a9c1b.jpg", "https://a.example/p/boat@2x.jpg"),
    ],
)
def test_two_addresses_of_one_picture_meet(one: str, other: str) -> None:
    assert urls.image_identity(one) == urls.image_identity(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "https://img1.example.org/20260105/1088x768_wm_806152247333.jpg",
            "https://img1.example.org/20260105/1088x768_wm_806152247334.jpg",
        ),
        ("https://a.example/800x600.jpg", "https://a.example/1024x768.jpg"),
        ("https://a.example/1.jpg", "https://b.example/1.jpg"),
        ("data:image/png;base64,AA", "data:image/png;base64,AB"),
    ],
)
def test_two_pictures_do_not(one: str, other: str) -> None:
    assert urls.image_identity(one) != urls.image_identity(other)


def test_a_proxy_inside_itself_comes_to_an_end() -> None:
    nested = "https://p.example/?url=" * 50 + "https://a.example/x.jpg"
    assert urls.image_identity(nested)


@given(ANY_URL)
def test_any_text_has_an_image_identity(url: str) -> None:
    assert isinstance(urls.image_identity(url), str)


def test_a_password_is_not_kept() -> None:
    with pytest.raises(UsageError, match=r"'news\.example' carries a name or password"):
        urls.check("https://me:secret@news.example/1")
