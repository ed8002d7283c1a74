"""Reports of invented articles: one of everything a reader may meet, hostile texts among them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from scheduler.diff.records import Change, ChangeReport, Exchange, Seen, Span
from scheduler.web import addresses

ESCAPES = "\x1b[2J\x1b]0;owned\x07"
RTL = "\u202egnp.exe"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def marked(text: str) -> tuple[Span, ...]:
    """Spans written as people read them: `已有[-2-]{+3+}人`."""
    spans: list[Span] = []
    while text:
        kept, mark, rest = text, "", ""
        for opening in ("[-", "{+"):
            start = text.find(opening)
            if 0 <= start < len(kept):
                kept, mark, rest = text[:start], opening, text[start + 2 :]
        if kept:
            spans.append(("=", kept))
        if mark:
            inside, _, rest = rest.partition("-]" if mark == "[-" else "+}")
            spans.append(("-" if mark == "[-" else "+", inside))
        text = rest
    return tuple(spans)


def change(field: str, kind: str, text: str, **more: Any) -> Change:
    """A change whose old and new text follow from the marks in `text`."""
    spans = marked(text)
    old = "".join(run for sign, run in spans if sign != "+")
    new = "".join(run for sign, run in spans if sign != "-")
    shown = () if all(sign == "=" for sign, _ in spans) else spans
    return Change(field=field, kind=kind, old=old, new=new, spans=shown, **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Piece:
    """One invented article, from which its reports are made."""

    article: str
    title: str
    publisher: str
    url: str

    def report(
        self, *changes: Change, score: int, reasons: tuple[str, ...], versions: tuple[int, int]
    ) -> ChangeReport:
        """An edit between two versions, an hour or so apart."""
        before, after = versions
        spans = [span for change in changes for span in change.spans]
        return ChangeReport(
            id=f"tag:stet,2026:{self.article}/{before}..{after}",
            article=self.article,
            url=self.url,
            site=self.article.partition(":")[0],
            publisher=self.publisher,
            title=self.title,
            before=Seen(
                version=before,
                first_seen=at(2, 1),
                last_seen=at(3, 23) + timedelta(minutes=4 + before),
            ),
            after=Seen(version=after, first_seen=at(4, 1) + timedelta(minutes=10 + after)),
            kind="edited",
            score=score,
            significant=score >= 10,
            reasons=reasons,
            added=sum(len(text) for sign, text in spans if sign == "+"),
            removed=sum(len(text) for sign, text in spans if sign == "-"),
            changes=changes,
        )

    def event(
        self, kind: str, score: int, *changes: Change, version: int | None = None
    ) -> ChangeReport:
        """Something that happened to the watch."""
        when = at(5, 3, 30)
        return ChangeReport(
            id=f"tag:stet,2026:{self.article}/{kind}@{when:%Y-%m-%dT%H:%M:%SZ}",
            article=self.article,
            url=self.url,
            site=self.article.partition(":")[0],
            publisher=self.publisher,
            title=self.title,
            before=Seen(version=1, first_seen=at(2, 1), last_seen=at(4, 2, 15)),
            after=Seen(version=version, first_seen=when),
            kind=kind,  # type: ignore[arg-type]
            score=score,
            significant=True,
            reasons=(kind,),
            added=0,
            removed=0,
            changes=changes,
        )


@dataclass(frozen=True)
class Shelf:
    """A reader's addresses, for documents that link to its pages."""

    feed: str = "/feed?site=cna"
    home: str = "https://reader.example/"
    here: str = "https://reader.example/feed.atom?site=cna&min_score=1"
    older: str = "https://reader.example/feed.atom?site=cna&before=tag:x"

    def report(self, key: str) -> str:
        return f"https://reader.example/reports/{addresses.segment(key)}"

    def article(self, identity: str) -> str:
        return f"https://reader.example{addresses.article(identity)}"

    def version(self, identity: str, number: int) -> str:
        return f"https://reader.example{addresses.version(identity, number)}"


QUAKE = Piece(
    "cna:202603020011",
    "海嶼外海規模6.8強震 3人死亡逾百人受傷",
    "海嶼通訊社",
    "https://news.example/aopl/202603020011.aspx",
)
BRIDGE = Piece(
    "yahoo:260302118",
    "跨港大橋延後兩個月通車",
    "港灣日報",
    "https://portal.example/跨港大橋-260302118.html",
)
FERRY = Piece(
    "example.org:/ferry/7",
    "渡輪公司宣布調整夜間班次",
    "海峽時報",
    "https://example.org/ferry/7",
)
MAYOR = Piece("cna:202603020044", "市長辦公室助理涉收賄遭約談", "海嶼通訊社", QUAKE.url)
TIDE = Piece("cna:202603020051", "大潮將至 沿海低窪地區慎防淹水", "海嶼通訊社", QUAKE.url)
LAMP = Piece("cna:202603020063", "百年燈塔修復完工 週末開放參觀", "海嶼通訊社", QUAKE.url)
MOVED = Piece(
    "example.org:/rice/1", "稻米收購價每公斤調高兩元", "海峽時報", "https://example.org/rice/1"
)
HOSTILE = Piece(
    "evil.example:/<b>?q=`x`",
    f'<script>alert("標題")</script>{ESCAPES} [點我](javascript:alert(1)) @everyone {RTL}',
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(document.domain)",
)

SECOND_LOOK = QUAKE.report(
    change(
        "title",
        "edited",
        "海嶼外海規模6.8強震 [-2-]{+3+}人死亡逾百人受傷",
        tags=("headline", "number"),
    ),
    change(
        "body",
        "edited",
        "（海嶼通訊社記者林以寧北港2日電）海嶼外海今晨5時12分發生規模6.8強震，震源深度約20公里。"
        "消防署表示，截至上午9時為止已造成[-2-]{+3+}人死亡、[-87-]{+103+}人受傷，另有多人受困。"
        "氣象單位提醒民眾留意餘震，勿進入已受損的建築物。搜救隊伍正在趕往山區的三個村落。",
        path=(0,),
        tags=("number",),
    ),
    change(
        "body",
        "edited",
        "縣長在會上說，「我們[-已經-]{+尚未+}掌握所有失聯者的下落。」{+他拒絕回答記者的追問。+}",
        path=(3,),
        tags=("quotation", "negation"),
        exchanges=(Exchange(tag="negation", old="已經", new="尚未"),),
    ),
    change(
        "body",
        "moved",
        "鐵路公司表示，東部幹線北港至南灣間暫停行駛，預計明日清晨恢復通車。"
        "旅客可憑票免費改搭接駁巴士，或於一年內辦理退票。",
        path=(1,),
        from_path=(4,),
    ),
    change("body", "added", "{+外交部指出，目前沒有接獲國人傷亡的通報。+}", path=(5,)),
    change(
        "body",
        "removed",
        "[-有網友聲稱拍到地震光，海嶼大學教授認為可能是變電箱爆炸。-]",
        from_path=(6,),
    ),
    change("credits", "edited", "記者 林以寧{+、譯者 何若水+}", tags=("byline",)),
    change(
        "body",
        "edited",
        "災情持續更新[-,-]{+，+}請留意最新消息。",
        path=(7,),
        tags=("punctuation", "width"),
    ),
    change("body", "reflowed", "第一波餘震。[-\n-]第二波餘震。", path=(8,), from_path=(8, 9)),
    score=92,
    reasons=("number", "headline", "negation", "quotation", "silent"),
    versions=(2, 3),
)
FIRST_LOOK = QUAKE.report(
    change(
        "title",
        "rewritten",
        "[-快訊／海嶼外海強震-]{+海嶼外海規模6.8強震 2人死亡逾百人受傷+}",
        tags=("headline",),
    ),
    change("body", "edited", "震央在北港[-東北-]{+東南+}方約40公里處。", path=(1,)),
    score=64,
    reasons=("headline", "edited"),
    versions=(1, 2),
)
REWRITTEN = BRIDGE.report(
    change(
        "title",
        "rewritten",
        "[-跨港大橋月底通車 市府：進度超前-]{+跨港大橋延後兩個月通車+}",
        tags=("headline",),
    ),
    change(
        "body",
        "rewritten",
        "[-市府今天表示，跨港大橋主體工程進度超前，月底即可通車，屆時兩岸往返只要六分鐘。-]"
        "{+市府今天坦承，跨港大橋的伸縮縫未通過載重試驗，通車時間延後兩個月，工程費也將追加。+}",
        path=(0,),
    ),
    change("tags", "edited", "大橋、[-交通-]{+預算+}、市政"),
    score=71,
    reasons=("headline", "rewritten"),
    versions=(1, 2),
)
NOISE = FERRY.report(
    change("body", "edited", "末班船改為晚間１１時[-.-]{+。+}", path=(0,), tags=("punctuation",)),
    change(
        "body",
        "edited",
        "[-臺-]{+台+}北港碼頭第[-１-]{+1+}月台",
        path=(2,),
        tags=("variant", "width"),
    ),
    score=0,
    reasons=("punctuation", "variant", "width"),
    versions=(1, 2),
)
ATTACK = HOSTILE.report(
    change("title", "edited", f"[-正常標題-]{{+{HOSTILE.title}+}}", tags=("headline",)),
    change(
        "body",
        "edited",
        f"</del><style>*{{display:none}}</style>[-<img src=x>-]"
        f"{{+{ESCAPES}**粗體** | `碼` ~~刪~~ $x$ #1+}}"
        f"שלום עולם {RTL} &amp; www.evil.example",
        path=(0,),
    ),
    score=40,
    reasons=("headline", "<i>unknown</i>"),
    versions=(1, 2),
)

REPORTS = (
    MOVED.event(
        "moved", 20, change("url", "edited", "https://example.org/[-r/1-]{+rice/1+}"), version=1
    ),
    MAYOR.event("deleted", 80),
    TIDE.event("restored", 55, version=1),
    LAMP.event("expired", 5),
    SECOND_LOOK,
    REWRITTEN,
    NOISE,
    ATTACK,
    FIRST_LOOK,
)
