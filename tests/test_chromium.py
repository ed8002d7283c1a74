"""The reader in a real browser: every page, both languages, light and dark, desktop and phone."""

import os
import re
from collections.abc import Iterator

import httpx
import pytest

from crawler.config import Config
from tests import gazette
from tests.browser import tell
from tests.reports.invented import QUAKE, change

pytest.importorskip("playwright", reason="no browser is driven: uv sync --group browser")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests import chromium

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

FERRY = f"/article/{gazette.FERRY}"
PAGES = [
    "/",
    "/?q=%E5%A4%A7%E6%A9%8B&min_score=10&tag=negation",
    "/?q=nothing-like-it",
    FERRY,
    f"/article/{gazette.CHIP}",
    f"{FERRY}/v/3",
    f"{FERRY}/diff/1..5",
    f"{FERRY}/diff/1..5?view=side&text=whole",
    f"/article/{gazette.ENGLISH}/diff/1..2",
    "/sites",
    "/sites/cna",
    "/search",
    "/search?q=%E6%B8%A1%E8%BC%AA",
    "/enter",
]
LOOKS = [
    ("zh-TW", "light", "desktop"),
    ("zh-TW", "dark", "phone"),
    ("en", "light", "phone"),
    ("en", "dark", "desktop"),
]
"""Each language, theme and width, and each pair of them; all eight would say no more."""
HEAVIEST = 100_000
"""Bytes of a page, its style sheet and its script together."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The invented stories."""
    if not chromium.found():
        reason = "Chromium is not installed: apt-get install chromium fonts-noto-cjk"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    config = Config(data=tmp_path_factory.mktemp("gazette"))
    gazette.fill(config)
    return config


@pytest.fixture(scope="module")
def address(archive: Config) -> Iterator[str]:
    """Where they can be read."""
    with chromium.served(archive) as served:
        yield served


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    """One Chromium for all of these tests."""
    with chromium.launched() as launched:
        yield launched


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a reader of Chinese, at a desk, by day."""
    with chromium.opened(browser) as opened:
        yield opened


@pytest.mark.parametrize(("lang", "theme", "width"), LOOKS)
def test_every_page_serves_everyone(
    browser: Browser, address: str, lang: str, theme: str, width: str
):
    with chromium.opened(browser, lang=lang, theme=theme, width=width) as page:
        for path in PAGES:
            page.goto(address + path)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{path}: {found.generate_report()}"
            assert not overflows(page), f"{path} is wider than the screen"


def overflows(page: Page) -> bool:
    wide: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


def test_every_page_is_light(address: str):
    with httpx.Client(base_url=address, trust_env=False) as client:
        beside = sum(len(client.get(name).content) for name in ("/reader.css", "/reader.js"))
        weights = {path: beside + len(client.get(path).content) for path in PAGES}

    assert {path: weight for path, weight in weights.items() if weight > HEAVIEST} == {}


# ------------------------------------------------------------------ keys


BROKEN = """
() => {
  const text = document.querySelector(".verdict").firstChild, range = document.createRange();
  const top = place => {
    range.setStart(text, place); range.setEnd(text, place + 1);
    return range.getClientRects()[0]?.top ?? 0;
  };
  return [...text.data].flatMap((_, place) =>
    place && top(place) > top(place - 1) + 5 ? [text.data.slice(place - 1, place + 1)] : []);
}
"""


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_what_happened_is_not_broken_inside_of_a_word(browser: Browser, address: str, width: str):
    with chromium.opened(browser, width=width) as page:
        page.goto(f"{address}{FERRY}/diff/1..5?view=side")
        broken = page.evaluate(BROKEN)

    assert broken
    assert not [pair for pair in broken if re.fullmatch("[\u4e00-\u9fff]{2}", pair)]


def test_keys_lead_from_change_to_change(page: Page, address: str):
    page.goto(address)
    cards = page.locator("article.story")
    page.keyboard.press("j")
    expect(cards.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(cards.nth(0)).to_be_focused()


def test_keys_turn_a_comparison(page: Page, address: str):
    page.goto(f"{address}{FERRY}/diff/1..3")
    removed, added = page.locator(".line del").first, page.locator(".line ins").first
    expect(removed).to_be_visible()
    page.keyboard.press("c")
    expect(removed).to_be_visible()
    expect(added).to_be_hidden()
    page.keyboard.press("c")
    expect(removed).to_be_hidden()
    expect(added).to_be_visible()
    page.keyboard.press("c")
    page.keyboard.press("s")
    expect(page).to_have_url(f"{address}{FERRY}/diff/1..3?view=side")
    page.keyboard.press("s")
    expect(page).to_have_url(f"{address}{FERRY}/diff/1..3")
    page.keyboard.press("n")
    expect(page).to_have_url(f"{address}{FERRY}/diff/2..4")
    page.keyboard.press("p")
    expect(page).to_have_url(f"{address}{FERRY}/diff/1..3")


def test_keys_unfold_search_and_help(page: Page, address: str):
    page.goto(address)
    folded = page.locator("details.folded").first
    page.keyboard.press("b")
    expect(folded).to_have_attribute("open", "")
    page.keyboard.press("b")
    expect(folded).not_to_have_attribute("open", "")
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("input[name=q]")).to_be_focused()
    page.keyboard.type("j?")
    expect(page.locator("input[name=q]")).to_have_value("j?")


def test_a_pair_is_compared_as_soon_as_it_is_chosen(page: Page, address: str):
    page.goto(f"{address}{FERRY}/diff/1..3")
    page.locator("select[name=to]").select_option("5")

    expect(page).to_have_url(f"{address}{FERRY}/diff/1..5")


def test_language_and_theme_are_switched_on_the_page(page: Page, address: str):
    page.goto(f"{address}/sites")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sites")
    page.locator("details.menu summary").click()
    page.get_by_role("link", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(20, 21, 24)"


def test_every_choice_works_without_a_script(browser: Browser, address: str):
    with chromium.opened(browser, script=False) as page:
        page.goto(f"{address}{FERRY}/diff/1..3")
        page.get_by_label("新文").check()
        expect(page.locator(".line del").first).to_be_hidden()
        page.locator("select[name=to]").select_option("4")
        page.locator(".compare button").click()
        expect(page).to_have_url(f"{address}{FERRY}/diff/1..4")
        page.get_by_role("link", name="並排").click()
        expect(page.locator(".diff.side")).to_be_visible()
        page.goto(address)
        page.locator(".filter summary").click()
        page.locator("select[name=tag]").select_option("negation")
        page.locator(".filter button").click()
        expect(page.locator("article.story")).to_have_count(2)


def test_paper_shows_the_news_and_not_the_switches(page: Page, address: str):
    page.goto(f"{address}{FERRY}/diff/1..3")
    page.emulate_media(media="print", color_scheme="dark")

    for switch in (".bar", ".views", ".compare"):
        expect(page.locator(switch)).to_be_hidden()
    expect(page.locator(".line del").first).to_be_visible()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


def test_an_open_page_says_that_there_is_news(archive: Config, page: Page, address: str):
    page.goto(address)
    notice = page.locator("[data-live]")
    expect(notice).to_be_hidden()
    tell(archive, QUAKE.report(change("title", "edited", "[-2-]{+3+}"), score=50, reasons=(),
                               versions=(1, 2)))  # fmt: skip

    expect(notice).to_have_text("有 1 次新的變動：點此更新", timeout=20_000)
    expect(page).to_have_title("(1) 最新變動 · Stet")
    notice.locator("a").click()
    expect(page.locator("article.story").first).to_contain_text("海嶼通訊社")


def test_nothing_of_a_kept_page_runs(browser: Browser, address: str):
    context = browser.new_context()
    page = context.new_page()
    alerts: list[str] = []
    asked: list[str] = []
    page.on("dialog", lambda dialog: alerts.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}{FERRY}/v/1/page")

    assert page.locator("h1").inner_text() == "霧津渡輪擦撞防波堤 釀2死14傷"
    assert alerts == []
    assert asked == [f"{address}{FERRY}/v/1/page"]
    context.close()
