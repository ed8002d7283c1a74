"""`scrapy genspider` as Scrapy has it, and with `-t site` a file for a news site."""

import argparse
import keyword
import re
import string
from pathlib import Path

from scrapy.commands.edit import _edit_file
from scrapy.commands.genspider import Command as ScrapyGenspider
from scrapy.commands.genspider import extract_domain, verify_url_scheme
from scrapy.exceptions import UsageError as ScrapyUsageError

import crawler
from crawler import sites

_TEMPLATE = Path(crawler.__file__).parent / "templates" / "site.tmpl"
_SITES = Path(sites.__file__).parent
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


class Command(ScrapyGenspider):
    """Write a spider, or with `-t site` a site file, which brings its spider along."""

    def short_desc(self) -> str:
        """For `scrapy --help`."""
        return "Generate a site file (-t site) or a new spider using pre-defined templates"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """As Scrapy's, unless the template is `site`. Raises Scrapy's `UsageError`."""
        if opts.template != _TEMPLATE.stem or opts.list or opts.dump:
            super().run(args, opts)
            return
        if len(args) != 2:
            sentence = "which site? scrapy genspider -t site NAME HOST"
            raise ScrapyUsageError(sentence, print_help=False)
        name, host = args[0], extract_domain(verify_url_scheme(args[1])).lower()
        refusal = _refusal(name, host, is_forced=opts.force)
        if refusal:
            raise ScrapyUsageError(refusal, print_help=False)
        file = _written(name, host)
        print(
            f"Created {file}\nNow capture a page or two, and edit the file until they are read"
            f" right:\n  scrapy capture URL        a page of {host}\n"
            "  scrapy capture --check    the pages of every site\n"
            "Then let docs/sites.md tell of it: python -m tests.manual"
        )
        if opts.edit and self.settings:
            self.exitcode = _edit_file(self.settings["EDITOR"], file)

    def _find_template(self, template: str) -> Path | None:
        return _TEMPLATE if template == _TEMPLATE.stem else super()._find_template(template)

    def _list_templates(self) -> None:
        super()._list_templates()
        print(f"  {_TEMPLATE.stem}    a file in crawler/sites/, for a news site")


def _refusal(name: str, host: str, *, is_forced: bool) -> str:
    """Why there can be no such file, empty where there can."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name) or name == "base":
        return f"{name!r} cannot name a site: use small letters, digits and _, as in `ltn`"
    if not _HOST.fullmatch(host):
        return f"{host!r} is no host: say it as in `news.ltn.com.tw`"
    owner = sites.site_for(f"https://{host}/")
    if owner.hosts and owner.name != name:
        return f"{host} is read by crawler/sites/{owner.name}.py already"
    file = _SITES / f"{name}.py"
    return f"{file} is there already: --force writes it anew" if _is_kept(file, is_forced) else ""


def _is_kept(file: Path, is_forced: bool) -> bool:
    return file.exists() and not is_forced


def _written(name: str, host: str) -> Path:
    template = string.Template(_TEMPLATE.read_text(encoding="utf-8"))
    told = {
        "host": host,
        "domain": host.removeprefix("www."),
        "classname": "".join(part.capitalize() for part in name.split("_")),
    }
    file = _SITES / f"{name}.py"
    file.write_text(template.substitute(told), encoding="utf-8")
    return file
