"""自由時報 LTN, ltn.com.tw: news, sports and the other channels."""

import re

from crawler.sites.base import Site


class Ltn(Site):
    """ltn.com.tw: paper and breaking news number their stories apart, whatever the channel."""

    hosts = ("ltn.com.tw",)
    key = re.compile(r"/(?P<key>(?:breakingnews|paper)/\d+)")
    publisher = "自由時報"

    body = "div.text > :is(p, h4)"
    noise = ".before_ir, .after_ir, .appE1121, .photo, .ph_b"
    images = "div.text .photo, div.text .ph_b"
    captions = "p, .ph_d1"
    related = ".related a:not([class*=ad]), .relatlist a"
