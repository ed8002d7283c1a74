"""Scrapy's settings for Stet: polite, honest, closed to what we do not use."""

import os
import sys
from pathlib import Path

from scrapy.settings import default_settings as default

from crawler import clock, config
from crawler.errors import ConfigError
from crawler.exporters import FIELDS

try:
    _file = os.environ.get("STET_CONFIG")  # set by our own commands for --config
    _config = config.load(Path(_file) if _file else None, None, os.environ)
    clock.now(os.environ.get("STET_NOW", ""))
except ConfigError as _error:  # every scrapy command starts here: a sentence, not a traceback
    sys.stderr.write(f"stet: {_error}\n")
    raise SystemExit(_error.exit_code) from None

BOT_NAME = "stet"
SPIDER_MODULES = [
    f"crawler.spiders.{path.stem}"
    for path in sorted((Path(__file__).parent / "spiders").glob("[a-z]*.py"))
]  # one by one, so that a broken file costs its own spiders only
SPIDER_LOADER_WARN_ONLY = True
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"

# ---------------------------------------------------------------- ours

STET_DATA = str(_config.data)
STET_URL = _config.database_url  # may hold a password: not to be logged
STET_MAKE_ARCHIVE = os.environ.get("STET_MAKE_ARCHIVE", "1") not in {"", "0"}  # see crawler.place
STET_MOST_RELATED = _config.max_related  # links followed from one page
STET_MOST_RELATED_A_DAY = _config.max_related_a_day  # new articles of one site, so found
STET_ZONE = str(_config.zone)
STET_NOW = os.environ.get("STET_NOW", "")  # the crawl is said to take place then
STET_MAX_MEMORY = 0  # bytes; our own commands say how many a crawl may take
STET_PROGRESS = os.environ.get("STET_PROGRESS", "0") not in {"", "0"}  # JSON lines on stdout
STET_STOP_AT_EOF = os.environ.get("STET_STOP_AT_EOF", "0") not in {"", "0"}  # see crawler.stop
STET_TURN = 0.0  # seconds after which no further request is sent, where others wait: crawler.stop
STET_ALLOWED_HOSTS = os.environ.get("STET_ALLOWED_HOSTS", "")  # private hosts that may be fetched

# ---------------------------------------------------------------- manners

USER_AGENT = _config.user_agent
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = _config.delay  # varied by half, as Scrapy does unasked
CONCURRENT_REQUESTS_PER_DOMAIN = _config.concurrent
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the visit's fault tells of it
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-TW,zh;q=0.9,en;q=0.5",
}
REFERRER_POLICY = "same-origin"

# ---------------------------------------------------------------- bounds

DOWNLOAD_TIMEOUT = _config.timeout
DNS_TIMEOUT = 10
DOWNLOAD_MAXSIZE = 8 * 2**20  # Scrapy's 1 GiB lets a 256 KB bomb take 591 MB
REDIRECT_MAX_TIMES = 5
URLLENGTH_LIMIT = 8_192
CONCURRENT_ITEMS = 2  # Scrapy starts this many tasks for every response
WARN_ON_GENERATOR_RETURN_VALUE = False  # reads the callback's source again for each page

# ---------------------------------------------------------------- closed doors

DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy's default is not to look
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}
TWISTED_DNS_RESOLVER = "crawler.middlewares.guard.GuardedResolver"
_TAKEN_OFF = (
    "scrapy.extensions.remote_control.RemoteControl",  # runs Python that is posted to it
    "scrapy.extensions.telnet.TelnetConsole",
    "scrapy.extensions.memdebug.MemoryDebugger",
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware",
)
"""Of Scrapy's own parts: switched off they would be loaded all the same, with aiohttp, requests and
the public suffixes, which take a quarter of a short crawl and 16 MB."""
EXTENSIONS_BASE = {
    part: order for part, order in default.EXTENSIONS_BASE.items() if part not in _TAKEN_OFF
}
DOWNLOADER_MIDDLEWARES_BASE = {
    part: order
    for part, order in default.DOWNLOADER_MIDDLEWARES_BASE.items()
    if part not in _TAKEN_OFF
}

# ---------------------------------------------------------------- parts

DOWNLOADER = "crawler.downloader.Downloader"
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.guard.AddressGuard": 10,
    "crawler.middlewares.circuit.Circuit": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.robots.RobotsTxt": 100,
    "crawler.middlewares.unchanged.Unchanged": 900,
    "crawler.middlewares.circuit.Answers": 950,  # before any other one asks again or elsewhere
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.middlewares.retry.PoliteRetry": 550,
}
ITEM_PIPELINES = {
    "crawler.pipelines.ValidatePipeline": 300,
    "crawler.pipelines.NormalisePipeline": 500,
    "crawler.pipelines.KeepPipeline": 800,
}
EXTENSIONS = {
    "crawler.extensions.RunRecord": 100,
    "crawler.extensions.Progress": 200,
    "crawler.extensions.LastWord": 300,
    "crawler.extensions.Memory": 400,
}

# ---------------------------------------------------------------- words

LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.extensions.PlainLog"
LOG_VERSIONS: list[str] = []
STATS_DUMP = False  # the last line tells what matters; the run's row keeps all
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORT_FIELDS = FIELDS
FEED_EXPORTERS = {
    "json": "crawler.exporters.PlainJson",
    "jsonlines": "crawler.exporters.PlainJsonLines",
    "jsonl": "crawler.exporters.PlainJsonLines",
    "jl": "crawler.exporters.PlainJsonLines",
    "csv": "crawler.exporters.ReadableCsv",
    "xml": "crawler.exporters.PlainXml",
}
