"""Takes the pictures of the manual: `python -m tests.pictures`; they are of invented stories."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from crawler.config import Config
from tests import chromium, gazette
from tests.manual import DOCS

FERRY = f"/article/{gazette.FERRY}"
PICTURES = {
    "changes": ("/", "zh-TW", "light", "desktop"),
    "compared": (f"{FERRY}/diff/1..3", "zh-TW", "light", "desktop"),
    "side-by-side": (f"{FERRY}/diff/1..5?view=side", "en", "dark", "desktop"),
    "site": ("/sites/cna", "zh-TW", "light", "desktop"),
    "phone": ("/", "zh-TW", "dark", "phone"),
}


def take(folder: Path) -> None:
    """All of them."""
    with tempfile.TemporaryDirectory() as data, chromium.launched() as browser:
        config = Config(data=Path(data))
        gazette.fill(config)
        with chromium.served(config) as address:
            for name in PICTURES:
                _take(browser, address, name, folder)


def _take(browser: Browser, address: str, name: str, folder: Path) -> None:
    path, lang, theme, width = PICTURES[name]
    with chromium.opened(browser, lang=lang, theme=theme, width=width) as page:
        page.goto(address + path)
        page.screenshot(path=folder / f"{name}.png")


if __name__ == "__main__":
    take(DOCS / "screenshots")
