"""stet.toml: where it is found, what it may say, and how its mistakes are told."""

import tomllib
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crawler.aside import Rule
from crawler.config import FILE, Config, load, template
from crawler.errors import ConfigError


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(text: str, path: str = FILE) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_everything_has_its_default():
    assert load(None, None, {}) == Config()


def test_the_template_says_the_defaults():
    file = written(template())

    assert load(None, None, {}) == Config(data=Path("data"), file=file)


def test_every_line_of_the_template_is_a_setting_when_it_is_uncommented():
    lines = [
        line.removeprefix("#") if line.startswith("#") and not line.startswith("# ") else line
        for line in template().splitlines()
    ]
    text = "\n".join(lines)
    file = written(text)

    assert sum(map(len, tomllib.loads(text).values())) == 22
    assert load(None, None, {}) == Config(file=file)


def test_a_file_sets_what_it_names():
    written(
        """
        [store]
        url = "sqlite:////srv/stet.db"
        [crawl]
        contact = "https://example.org/stet"
        delay = 5
        concurrent = 1
        timeout = 12.5
        max_related = 4
        max_memory = "1GB"
        max_log = "500kB"
        [agenda]
        requests_a_day = 20000
        requests_a_day_per_site = 3000
        [keep]
        pages = "180d"
        looks = "2y"
        texts = 10
        size = "20GB"
        cron = "30 3 * * 0"
        [serve]
        port = 8000
        host = "::1"
        processes = 4
        [report]
        zone = "Europe/Berlin"
        """
    )

    settings = load(None, None, {})
    assert settings.database_url == "sqlite:////srv/stet.db"
    assert (settings.delay, settings.concurrent, settings.timeout) == (5.0, 1, 12.5)
    assert (settings.max_related, settings.zone) == (4, ZoneInfo("Europe/Berlin"))
    assert (settings.max_memory, settings.max_log) == (1_000_000_000, 500_000)
    assert (settings.requests_a_day, settings.requests_a_day_per_site) == (20_000, 3_000)
    assert (settings.keep_pages, settings.keep_looks) == (timedelta(180), timedelta(730))
    assert (settings.keep_texts, settings.keep_size) == (10, 20_000_000_000)
    assert (settings.serve_port, settings.serve_host) == (8000, "::1")
    assert settings.serve_processes == 4
    assert settings.keep_cron == "30 3 * * 0"
    assert settings.user_agent.endswith(" (+https://example.org/stet)")


def test_a_file_as_windows_saves_it_is_read_or_told():
    file = Path("stet.toml")
    file.write_text("[crawl]\ndelay = 3\n", "utf-8-sig")
    assert load(None, None, {}).delay == 3
    file.write_text("[crawl]\ndelay = 3\n", "utf-16")
    with pytest.raises(ConfigError, match=r"stet\.toml: it is UTF-16: save it as UTF-8"):
        load(None, None, {})


def test_rules_stand_in_the_order_of_the_file():
    written(
        """
        [[ignore]]
        name = "newsletter"
        pattern = "訂閱.*"
        site = "cna"
        [[ignore]]
        name = "sections"
        field = "categories"
        article = "cna:202301140005"
        """
    )

    assert load(None, None, {}).ignore == (
        Rule("newsletter", "訂閱.*", site="cna"),
        Rule("sections", field="categories", article="cna:202301140005"),
    )


def test_the_example_of_a_rule_is_one():
    example = template().partition("# [[ignore]]")
    written(example[1].removeprefix("# ") + example[2].replace("\n# ", "\n"))

    [rule] = load(None, None, {}).ignore
    assert rule.concerns("cna:202301140005")


def test_the_user_agent_is_honest():
    assert load(None, None, {}).user_agent.startswith("Stet/")


# ------------------------------------------------------------------ the data folder


def test_the_data_folder_is_the_first_of_five_that_is_named():
    named = written("[store]\ndata = 'archive'", "etc/stet.toml")
    beside = written("", "etc2/stet.toml")
    both = {"STET_DATA": "/env", "STATE_DIRECTORY": "/var/lib/stet:/var/lib/other"}
    systemd = {"STATE_DIRECTORY": "/var/lib/stet:/var/lib/other"}

    assert load(named, Path("given"), both).data == Path("given")
    assert load(named, None, both).data == Path("/env")
    assert load(named, None, systemd).data == Path("/var/lib/stet")
    assert load(named, None, {}).data == Path("etc/archive")
    assert load(beside, None, {"STET_DATA": ""}).data == Path("etc2/data")
    assert load(None, None, {}).data == Path("data")


def test_an_absolute_data_folder_is_taken_as_it_is():
    file = written("[store]\ndata = '/srv/stet'", "etc/stet.toml")

    assert load(file, None, {}).data == Path("/srv/stet")


def test_a_folder_on_the_command_line_leads_away_from_a_server_and_the_environment_does_not():
    written('[store]\nurl = "postgresql+psycopg://db.example/news"')
    named = {"STET_URL": "postgresql+psycopg://other.example/news"}

    assert load(None, None, {}).database_url.endswith("://db.example/news")
    assert load(None, None, {"STET_DATA": "/env"}).database_url.endswith("://db.example/news")
    assert load(None, None, named).database_url == named["STET_URL"]
    assert load(None, None, {"STET_URL": ""}).database_url == ""
    assert load(None, Path("given"), named).database_url == ""


# ------------------------------------------------------------------ mistakes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[crawl]\ndelays = 1",
            "stet.toml: [crawl] delays is no setting of Stet: did you mean [crawl] delay?",
        ),
        ("[craw]\ndelay = 1", "stet.toml: [craw] is no setting of Stet: did you mean [crawl]?"),
        ("delay = 1", "stet.toml: delay is no setting of Stet: did you mean [crawl] delay?"),
        ("[crawl]\nxyz = 1", "known are [crawl] contact, [crawl] delay, [crawl] concurrent"),
        ("crawl = 1", "stet.toml: crawl = 1: [crawl] is a table, not a key"),
        ("[crawl]\ndelay = '1'", "[crawl] delay = '1': expected a number of seconds, 0 or more"),
        ("[crawl]\ndelay = true", "[crawl] delay = True: expected a number of seconds"),
        ("[crawl]\ndelay = -1", "expected a number of seconds, 0 or more"),
        ("[crawl]\ndelay = nan", "expected a number of seconds, 0 or more"),
        ("[crawl]\ntimeout = 0", "expected a number of seconds, more than 0"),
        ("[crawl]\nconcurrent = 0", "expected a whole number from 1 to 1000"),
        ("[crawl]\nconcurrent = true", "expected a whole number from 1 to 1000"),
        ("[crawl]\nmax_related = 2.5", "expected a whole number from 1 to 1000"),
        ("[crawl]\ncontact = '臺北'", "ASCII only"),
        ('[crawl]\ncontact = "a\\nX-Evil: 1"', "expected a URL or an e-mail address, ASCII only"),
        ("[[deliver]]\nto = 'x'", "a delivery needs a name, and whom it is for (to)"),
        ("[[deliver]]\nname = '../x'\nto = 'x'", "1 to 40 letters, digits, - and _"),
        ("[[deliver]]\nname = 'x'\nto = 'x'\ndigest = 1", "expected true or false"),
        ("[[deliver]]\nname = 'x'\nto = 'x'\nmin_score = 101", "a whole number from 0 to 100"),
        ("[[deliver]]\nname = 'x'\nto = ' '", "to is empty: name a folder"),
        ("[[source]]\nurl = 'https://a.example'\nonly = 'a'\nskip = 'a'", "the same pattern"),
        ("[crawl]\ndelay = 86400", "0 or more, less than 86400 (a day)"),
        ("[crawl]\ntimeout = 86400", "0 or more, less than 86400 (a day)"),
        ("[serve]\nport = 70000", "expected a port, 1 to 65535, or 0 for none"),
        ("[serve]\nprocesses = 0", "expected a number of processes, 1 to 64"),
        (
            "[serve]\nhost = 'nonsense host'",
            "expected an address or a name of this machine, such as",
        ),
        ("[keep]\npages = '30m'", 'an age such as "180d", "26w", "2y", or "" for no limit'),
        ("[keep]\nlooks = '0d'", 'an age such as "180d", "26w", "2y", or "" for no limit'),
        ("[keep]\ntexts = -1", "a whole number of texts, 0 for all"),
        ("[keep]\nsize = '20'", "a size from 1.0 MB on"),
        ("[keep]\ncron = '0 7'", "expected minute, hour, day, month, weekday, such as"),
        ("[[source]]\nurl = 'https://a.example/'\ncron = 'daily'", "expected minute, hour, day"),
        (
            "[[source]]\nurl = 'https://a.example/'\ncron = '0 7 * * *'\nevery = '1h'",
            "a source has a time between two looks (every) or a timetable (cron)",
        ),
        (
            "[[source]]\nurl = 'https://a.example/'\nzone = 'UTC'",
            "the zone is that of a timetable (cron), which is not there",
        ),
        ("[crawl]\nmax_memory = 2", "expected a text in quotes"),
        ("[crawl]\nmax_memory = '100MB'", 'a size from 200.0 MB on, such as "500MB" or "2GB"'),
        ("[crawl]\nmax_log = '20 pages'", "a size from 10.0 kB on"),
        (
            "[agenda]\nrequests_a_day = -1",
            "expected a whole number of requests a day, to 1000000000; 0 for no",
        ),
        ("[agenda]\nrequests_a_day_per_site = true", "expected a whole number of requests a day"),
        ("[report]\nzone = 'Taipei'", 'expected the name of a time zone, such as "Asia/Taipei"'),
        ("[report]\nzone = '../../etc/passwd'", "expected the name of a time zone"),
        ("[report]\nzone = 8", "expected the name of a time zone"),
        ("[store]\ndata = 1", "[store] data = 1: expected a text in quotes"),
        ("[store\n", "stet.toml: Expected ']'"),
        ("[ignor]\nname = 'x'", "[ignor] is no setting of Stet: did you mean [[ignore]]?"),
        ("ignore = 1", "stet.toml: [ignore] is written [[ignore]], once for each"),
        ("[ignore]\nname = 'x'", "stet.toml: [ignore] is written [[ignore]], once for each"),
        (
            "[[ignore]]\npatern = 'x'",
            "[[ignore]] 1: patern is no setting of Stet: did you mean [[ignore]] pattern?",
        ),
        ("[[ignore]]\npattern = 'x'", "[[ignore]] 1: a rule needs a name"),
        ("[[ignore]]\nname = 'x'\nsite = 'cna'", "[[ignore]] 1: a rule needs a pattern or a field"),
        ("[[source]]\nevery = '2h'", "[[source]] 1: a source needs a url"),
        (
            "[[source]]\nurl = 'ftp://a.example/'",
            "[[source]] 1: url = 'ftp://a.example/': expected",
        ),
        (
            "[[source]]\nurl = 'https://a.example/{date}.xml'",
            "(nothing is put in the place of {date} in https://a.example/{date}.xml: write {day} ",
        ),
        ("[[source]]\nurl = 'https://a.example/{'", "nothing is put in the place of { in"),
        (
            "[[source]]\nurl = 'https://a.example/'\nevery = '1h'\njitter = '2h'",
            "[[source]] 1: jitter = 120m is longer than the time between two looks, every = 60m",
        ),
        (
            "[[source]]\nurl = 'https://a.example/'\njitter = '31m'",
            "jitter = 31m is longer than the time between two looks, every = 30m",
        ),
        ("[[source]]\nevery = 'often'", 'expected a time from a minute on, such as "10m"'),
        ("[[source]]\nevery = '0m'", "expected a time from a minute on"),
        (
            "[[source]]\nlimit = 0",
            "[[source]] 1: limit = 0: expected a whole number from 1 to 1000",
        ),
        ("[[sources]]\nurl = 'x'", "did you mean [[source]]?"),
        (
            "[[ignore]]\nname = 'x'\nfield = 'body'\nsite = 'cna'\narticle = 'yahoo:1'",
            "[[ignore]] 1: yahoo:1 is no article of site = 'cna'",
        ),
        (
            "[[ignore]]\nname = ' '\nfield = 'tags'",
            "name = ' ': expected a name of 1 to 60 characters",
        ),
        ("[[ignore]]\nname = 'x'\nfield = 'tag'", "field = 'tag': expected tags?"),
        (
            "[[ignore]]\nname = 'x'\nfield = '?'",
            "field = '?': expected one of title, body, credits",
        ),
        (
            "[[ignore]]\nname = 'x'\npattern = '('",
            "pattern = '(': expected a regular expression as RE2 reads them",
        ),
        ("[[ignore]]\nname = 'x'\npattern = 1", "pattern = 1: expected a text in quotes"),
        ("[[ignore]]\nname = 'x'\nfield = 'tags'\nsite = 'cna:1'", "expected the name of a site"),
        (
            "[[ignore]]\nname = 'x'\nfield = 'tags'\narticle = 'cna'",
            "expected an identity such as cna:2",
        ),
        (
            2 * "[[ignore]]\nname = 'x'\nfield = 'tags'\n",
            "[[ignore]] 2: name = 'x': another one has it already",
        ),
    ],
)
def test_a_mistake_is_told_with_file_table_and_key(text: str, said: str):
    written(text)
    with pytest.raises(ConfigError) as caught:
        load(None, None, {})

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_file_that_is_asked_for_must_be_there():
    with pytest.raises(ConfigError, match=r"other\.toml: No such file"):
        load(Path("other.toml"), None, {})


def test_a_file_that_is_no_text_is_told():
    Path(FILE).write_bytes(b"[store]\n\xff")
    with pytest.raises(ConfigError, match=r"stet\.toml: .*utf-8"):
        load(None, None, {})
