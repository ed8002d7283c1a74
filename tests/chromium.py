"""A real browser on the reader: Chromium of the system, driven by Playwright."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from shutil import which
from typing import Any

import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from crawler.config import Config
from scheduler import web

ARGUMENTS = [
    "--headless",
    "--no-sandbox",  # root may not have one, and all that is shown is ours
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}


def found() -> str:
    """Where Chromium is; empty where it is not."""
    return which("chromium") or which("chromium-browser") or ""


@contextmanager
def served(config: Config) -> Iterator[str]:
    """The reader of an archive on a port of this machine; its address."""
    site = web.app(config)
    server = uvicorn.Server(
        uvicorn.Config(site, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
    )
    site.state.is_leaving = lambda: server.should_exit
    with closing(web.listening("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(
    browser: Browser,
    *,
    lang: str = "zh-TW",
    theme: Any = "light",
    width: str = "desktop",
    script: bool = True,
) -> Iterator[Page]:
    """A page for a reader of this language and theme; at the end no complaint of it is left."""
    wide, tall = WIDTHS[width]
    context = browser.new_context(
        locale=lang,
        color_scheme=theme,
        viewport={"width": wide, "height": tall},
        has_touch=width == "phone",
        device_scale_factor=2 if width == "phone" else 1,
        reduced_motion="reduce",
        java_script_enabled=script,
    )
    page = context.new_page()
    complaints: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            complaints.append(f"{page.url}: {said.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    try:
        yield page
    finally:
        context.close()
    assert not complaints, "\n".join(complaints)
