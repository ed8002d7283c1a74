"""Seed documents by the hundred, all of them invented."""

from pathlib import Path

from tests.children import url_of

SEED = """\
---
layout: post
title: "{title}"
date: 2026-01-04T23:04:04.000Z
author: 測試社
from: {url}
tags: [ 測試社 ]
categories: [ 測試社 ]
---
<!--1767567844000-->
[{title}]({url})
------

<div>
<p>{body}</p>
</div>
"""


def write_seeds(folder: Path, count: int) -> Path:
    """A folder of `count` documents, whose pages are those of `children.url_of`."""
    folder.mkdir()
    for number in range(1, count + 1):
        text = SEED.format(title=f"第{number}則", url=url_of(number), body="第一段。" * 20)
        (folder / f"{number:06}.md").write_text(text, encoding="utf-8")
    return folder
