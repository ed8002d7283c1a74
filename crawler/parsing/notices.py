"""Whether a page that answers 200 says that its article is not there."""

import re
from collections.abc import Sequence

from crawler.text import fold

LONGEST = 120
"""Characters of a text under a headline that says so; what has more is an article about it."""

_SORRY = r"(?:很|非常|十分|真的)?(?:抱歉|對不起|对不起|不好意思)"
_WHICH = (
    r"[此該该本]|[這这](?:一?[篇則则個个])?"
    r"|[您你]?(?:所|要|想|欲|正在|試圖|试图)*(?:尋找|寻找|找|查詢|查询|查看|訪問|访问|瀏覽|浏览|請求|请求|點選|連結)的"
)
_WHAT = (
    r"[篇則则]?(?:新聞|新闻|文章|報導|報道|报道|內容|内容|頁面|页面|網頁|网页|網址|网址|連結|链接)"
)
_TAKEN = r"(?:下架|刪除|删除|移除|撤除|撤下)"
_IS = rf"(?:可能)?(?:[已並并]?經?经?不存在|已[經经]?[被遭]?{_TAKEN})"
_CLAUSE = re.compile(
    rf"(?P<notice>(?:{_WHICH})?(?:{_WHAT}){_IS}(?:(?:或者?|、){_IS}|或不存在|或{_TAKEN})*了?)"
    rf"|{_SORRY}|(?:敬?請|请|返回|回首?|點|点|謝謝|谢谢|造成|將|将).*"
)
_BETWEEN = re.compile(r"[\s，,。.！!；;：:~～…]+")


def gone(headline: str, lines: Sequence[str], whole: str) -> str:
    """What a page says where it says that its article is not there; empty where it does not.

    Only its headline above little or no text, all of its text, or all that stands on it may say
    so: every clause of it a notice (此新聞已下架), an excuse or a request (請回首頁). An article
    about a page that is gone has more to tell.
    """
    text = fold(" ".join(lines))
    said = [headline] if len(text) <= LONGEST else []
    return next((each for each in (*said, text, fold(whole)) if _is_notice(each)), "")


def _is_notice(text: str) -> bool:
    if not 0 < len(text) <= LONGEST:
        return False
    clauses = [_CLAUSE.fullmatch(each) for each in _BETWEEN.split(text) if each]
    return all(clauses) and any(clause and clause["notice"] for clause in clauses)
