"""Whether a page that answers 200 says that its article is not there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.text import fold

_HAN_LONGEST, _SPACED_LONGEST = 120, 300
LONGEST = _SPACED_LONGEST
"""Characters of a text under a headline that says so, in any language; what has more is an article
about it."""

# ---------------------------------------------------------------- Chinese and Japanese

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
_CHINESE = (
    rf"(?P<zh>(?:{_WHICH})?(?:{_WHAT}){_IS}(?:(?:或者?|、){_IS}|或不存在|或{_TAKEN})*了?)"
    rf"|{_SORRY}|(?:敬?請|请|返回|回首?|點|点|謝謝|谢谢|造成|將|将).*"
)
_WHICH_JA = r"(?:お探し|ご指定|お求め|こちら|該当|ご覧)の|指定された|この|当該"
_WHAT_JA = r"ページ|記事|ニュース|コンテンツ|投稿|URL"
_IS_JA = (
    r"見つかりません(?:でした)?|存在しません(?:でした)?|ありません(?:でした)?"
    r"|削除され(?:ました|ています|たか|た可能性があります)"
    r"|(?:掲載|公開|配信)(?:期間)?[をがはも]?終了(?:しました|いたしました|致しました|しています)"
)
_JAPANESE = (
    rf"(?P<ja>(?:{_WHICH_JA})?(?:{_WHAT_JA})[はがもの]?(?:既に|すでに|現在)?(?:{_IS_JA}))"
    r"|(?:大変|誠に)?申し訳(?:ございません|ありません)が?"
    r"|(?:トップ|ホーム|検索|お手数|移動|他の|ほかの|URLを|恐れ入り).*"
)

# ---------------------------------------------------------------- English and Korean

_WHAT_EN = r"(?:web\s?)?page|article|story|post|content|link|url|item|report"
_YOU = (
    r"\s+(?:that\s+)?you(?:(?:\s+are|['’]re|\s+were)\s+(?:looking|searching)\s+for"
    r"|\s+(?:have\s+)?(?:requested|followed|clicked)"
    r"|(?:(?:\s+are|['’]re|\s+were)\s+trying|\s+tried|\s+want)\s+to\s+\w+)"
)
_THE_PAGE = rf"(?:(?:the|this|that|your)\s+)?(?:requested\s+)?(?:{_WHAT_EN})(?:{_YOU})?"
_GONE = r"(?:removed|deleted|taken\s+down|unpublished|withdrawn)"
_CANNOT = r"(?:can(?:not|\s+not|['’]t)|could(?:\s+not|n['’]t))"
_IS_EN = (
    rf"(?:(?:has|may\s+have|might\s+have)\s+been|was)\s+(?:(?:moved|renamed)\s+or\s+)?{_GONE}"
    r"|(?:is\s+(?:no\s+longer|not)|isn['’]t|no\s+longer)\s+(?:available|here|online)"
    r"|(?:does\s+not|doesn['’]t|no\s+longer)\s+(?:seem\s+to\s+)?exists?(?:\s+any\s?more)?"
    rf"|{_CANNOT}\s+be\s+found|(?:was\s+)?not\s+found|has\s+expired|unavailable"
)
_FROM = (
    r"(?:\s+(?:or|and)\s+(?:is\s+|has\s+been\s+|may\s+have\s+been\s+)?"
    r"(?:moved|renamed|removed|deleted|no\s+longer\s+available|doesn['’]t\s+exist|does\s+not\s+exist))*"
    r"(?:\s+(?:from|on)\s+(?:our|this|the)\s+(?:web\s?site|site|server))?"
    r"(?:\s+(?:by|at\s+the\s+request\s+of)\s+(?:its|the|our)\s+(?:author|publisher|editor|owner)s?)?"
)
_ENGLISH = (
    rf"(?:but\s+|unfortunately\s+)?(?P<en>{_THE_PAGE}\s+(?:{_IS_EN}){_FROM}|(?:error\s+)?404\s+not\s+found"
    rf"|we\s+{_CANNOT}\s+find\s+{_THE_PAGE})"
    r"|(?:we(?:\s+are|['’]re)\s+|i['’]m\s+)?(?:very\s+|so\s+)?sorry(?:\s+about\s+that)?|unfortunately"
    r"|oops|whoops|uh[-\s]oh|(?:error\s*)?404(?:\s+error)?|we\s+apologi[sz]e\b.*"
    r"|(?:it|you|please|try|go|return|back|visit|use|check|see|browse|search|click|home)\b.*"
)
_WHAT_KO = r"페이지|기사|게시물|게시글|콘텐츠|뉴스"
_KOREAN = (
    rf"(?P<ko>(?:(?:요청하신|찾으시는|찾는|해당|이)\s*)?(?:{_WHAT_KO})[를을은는가이]?\s*"
    r"(?:찾을\s*수\s*없습니다|존재하지\s*않습니다|삭제(?:되었|됐)습니다)"
    rf"|(?:삭제된|존재하지\s*않는|삭제되었거나\s*존재하지\s*않는)\s*(?:{_WHAT_KO})입니다)"
    r"|(?:이용에\s*)?(?:불편을\s*드려\s*)?(?:대단히\s*)?죄송합니다|(?:홈|메인|주소|다시|이전).*"
)


@dataclass(frozen=True, slots=True)
class _Tongue:
    """How pages of some languages say so."""

    longest: int
    """Characters of a notice, or of what stands under a headline that is one."""
    between: re.Pattern[str]
    """What parts two clauses."""
    clause: re.Pattern[str]
    """A clause that such a page may have; one that says so is in a group."""

    def says(self, text: str) -> bool:
        """Whether every clause of a text is a notice, an excuse or a request, and one a notice."""
        if not 0 < len(text) <= self.longest:
            return False
        clauses = [self.clause.fullmatch(each) for each in self.between.split(text) if each]
        return all(clauses) and any(clause and clause.lastgroup for clause in clauses)


_TONGUES = (
    _Tongue(_HAN_LONGEST, re.compile(r"[\s，,。.！!；;：:~～…]+"), re.compile(_CHINESE)),
    _Tongue(_HAN_LONGEST, re.compile(r"[\s、，,。.！!；;：:~～…]+"), re.compile(_JAPANESE)),
    _Tongue(
        _SPACED_LONGEST,
        re.compile(r"\s*(?:[,.!?;:…|]|\s[-–—]\s)[\s,.!?;:…|]*"),
        re.compile(f"{_ENGLISH}|{_KOREAN}", re.IGNORECASE),
    ),
)


def gone(headline: str, lines: Sequence[str], whole: str) -> str:
    """What a page says where it says that its article is not there; empty where it does not.

    Only its headline above little or no text, all of its text, or all that stands on it may say
    so: every clause of it a notice (此新聞已下架, this page could not be found), an excuse or a
    request (請回首頁). An article about a page that is gone has more to tell.
    """
    text = fold(" ".join(lines))
    for tongue in _TONGUES:
        said = [headline] if len(text) <= tongue.longest else []
        for each in (*said, text, fold(whole)):
            if tongue.says(each):
                return each
    return ""
