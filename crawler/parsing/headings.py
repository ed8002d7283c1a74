"""Headings over links to other articles, in the words of many sites."""

import re

LONGEST = 30

_RELATED = re.compile(
    r"\W*(?:延伸閱讀|延伸阅读|[相有][關关](?:新[聞闻]|報導|报道|文章|[閱阅][讀读]|[專专][題题])|推[薦荐](?:[閱阅][讀读]|文章|新[聞闻])"
    r"|其他人也在看"
    r"|你可能\w{0,4}(?:想看|興趣|兴趣|喜歡|喜欢)|看更多|更多新[聞闻]|更多(?:相關)?報導|同場加映"
    r"|[熱热][門门](?:[閱阅][讀读]|新[聞闻]|文章|[點点][閱阅])"
    r"|人[氣气](?:新[聞闻]|排行|文章)"
    r"|最新(?:新[聞闻]|文章|消息)"
    r"|related(?: (?:articles|stories|news|posts|content|topics))?|read more"
    r"|more on this(?: story)?|you may also like|recommended|関連記事|관련\s?기사)\W{0,3}",
    re.IGNORECASE,
)


def is_related(text: str) -> bool:
    """Whether a folded line is nothing but a heading over links to other articles."""
    return len(text) <= LONGEST and _RELATED.fullmatch(text) is not None
