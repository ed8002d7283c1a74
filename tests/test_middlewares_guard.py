"""The guard: what may be fetched, in whatever notation it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.settings import Settings
from twisted.internet.error import DNSLookupError

from crawler.middlewares.guard import (
    AddressGuard,
    GuardedResolver,
    Refused,
    literal,
    proxy_hosts,
    refusal,
)

PRIVATE = [
    "http://127.0.0.1/",
    "https://127.0.0.1:8080/x",
    "http://10.1.2.3/",
    "http://192.168.0.1/",
    "http://172.16.9.9/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0.0.0.0/",
    "http://0/",
    "http://127.1/",
    "http://2130706434/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://127.0.0.1./",
    "http://127.0.0.1。/",
    "http://１２７.０.０.１/",
    "http://%31%32%37.0.0.1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fd00::1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://api.localhost/",
    "http://intranet/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://router.home.arpa/",
]
NO_PAGE = [
    "file:///etc/passwd",
    "ftp://www.example.com/a",
    "data:text/html,hello",
    "javascript:alert(1)",
    "//www.example.com/",
    "http:///news",
    "http://./",
    "http://[::1/",
    "http://user@www.example.com/",
    "http://user:secret@www.example.com/",
    "http://:@www.example.com/",
]
PUBLIC = [
    "https://www.cna.com.tw/news/aopl/202301140005.aspx",
    "http://news.example:8080/1",
    "https://新聞.example/",
    "http://1.1.1.1/",
    "http://[2606:4700::1111]/",
    "https://my_news.example/",
]


@pytest.mark.parametrize("url", PRIVATE + NO_PAGE)
def test_private_addresses_and_odd_schemes_are_refused(url: str):
    assert refusal(url)


@pytest.mark.parametrize("url", PUBLIC)
def test_public_pages_are_fetched(url: str):
    assert refusal(url) == ""


def test_a_host_may_be_exempt_but_its_scheme_and_user_name_are_not():
    exempt = {"127.0.0.1", "wiki"}

    assert refusal("http://127.0.0.1:9/", exempt) == ""
    assert refusal("http://wiki/", exempt) == ""
    assert refusal("http://me@wiki/", exempt)
    assert refusal("ftp://wiki/", exempt)


def test_our_own_proxy_is_no_target():
    assert "proxy" in refusal("http://proxy.example/", proxies={"proxy.example"})


@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_every_notation_of_an_address_is_the_same_address(number: int):
    quad = literal(str(number))

    assert quad is not None
    assert literal(hex(number)) == literal(f"0{number:o}") == literal(str(quad)) == quad


@given(st.text())
def test_nothing_a_page_may_link_to_breaks_the_guard(text: str):
    assert isinstance(refusal(text), str)
    assert isinstance(refusal(f"http://{text}/"), str)


def test_the_middleware_says_which_url_and_why():
    with pytest.raises(Refused, match=r"http://10\.0\.0\.1/a: 10\.0\.0\.1 is not a public address"):
        AddressGuard([]).process_request(Request("http://10.0.0.1/a"))


def test_the_proxies_of_the_environment_are_known(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("https_proxy", "http://Proxy.Example:3128")
    monkeypatch.setenv("http_proxy", "127.0.0.1:8080")
    monkeypatch.setenv("no_proxy", "")

    assert proxy_hosts() >= {"proxy.example", "127.0.0.1"}


@pytest.fixture
def resolver() -> GuardedResolver:
    from twisted.internet.testing import MemoryReactor

    class Crawler:
        settings = Settings({"STET_ALLOWED_HOSTS": "mirror.example"})

    return GuardedResolver.from_crawler(Crawler(), MemoryReactor())  # type: ignore[arg-type]


@pytest.mark.parametrize("found", ["127.0.0.1", "10.0.0.7", "169.254.169.254"])
def test_a_name_that_leads_to_a_private_address_is_not_resolved(
    resolver: GuardedResolver, found: str
):
    with pytest.raises(DNSLookupError, match=r"stands at .* not a public address"):
        resolver._guarded(found, "Rebound.Example.")

    assert found in resolver.refused["rebound.example"]


def test_public_names_and_exempt_names_are_resolved(resolver: GuardedResolver):
    assert resolver._guarded("1.1.1.1", "news.example") == "1.1.1.1"
    assert resolver._guarded("10.0.0.7", "mirror.example") == "10.0.0.7"
