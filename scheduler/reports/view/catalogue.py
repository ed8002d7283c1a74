"""Every label that a reader sees, in each language: the only place with words in it."""

import re
from typing import Final

from scheduler.reports.view.context import Lang

CATALOGUE: Final[dict[str, tuple[str, str]]] = {
    "lang": ("zh-Hant-TW", "en"),
    "join": ("；", "; "),
    "list": ("、", ", "),
    "comma": ("，", ", "),
    "colon": ("：", ": "),
    "title": ("新聞改了什麼", "What the news changed"),
    "made": ("{moment} 製作", "made {moment}"),
    "zone": ("時間皆為 {zone}", "times in {zone}"),
    "counts": ("{articles} 篇文章，{n} 次變動", "articles: {articles}, changes: {n}"),
    "none": ("這段期間沒有變動。", "Nothing changed in this time."),
    "field.title": ("標題", "headline"),
    "field.body": ("內文", "text"),
    "field.credits": ("署名", "credits"),
    "field.dateline": ("發稿地", "dateline"),
    "field.date": ("刊出時間", "published"),
    "field.images": ("圖片", "pictures"),
    "field.tags": ("標籤", "tags"),
    "field.categories": ("分類", "section"),
    "field.description": ("摘要", "summary"),
    "field.url": ("網址", "address"),
    "kind.edited": ("修改", "edited"),
    "kind.rewritten": ("改寫", "rewritten"),
    "kind.added": ("新增", "added"),
    "kind.removed": ("刪除", "removed"),
    "kind.moved": ("移動", "moved"),
    "kind.reflowed": ("重新分段", "paragraphs rejoined"),
    "tag.number": ("數字", "number"),
    "tag.name": ("人名", "name"),
    "tag.quotation": ("引述", "quotation"),
    "tag.negation": ("否定詞", "negation"),
    "tag.headline": ("標題", "headline"),
    "tag.byline": ("署名", "byline"),
    "tag.date": ("日期", "date"),
    "tag.correction": ("更正啟事", "correction notice"),
    "tag.typo": ("錯字", "typo"),
    "tag.punctuation": ("標點", "punctuation"),
    "tag.width": ("全形半形", "character width"),
    "tag.variant": ("異體字", "character variant"),
    "tag.appended": ("文末增補", "text appended"),
    "tag.noise": ("頁面雜訊", "page noise"),
    "tag.boilerplate": ("網站固定文字", "line of the whole site"),
    "tag.shrunk": ("全文大減", "most of the text gone"),
    "rule": ("規則「{name}」", "rule “{name}”"),
    "tag.silent": ("未註明更動", "not acknowledged"),
    "tag.edited": ("修改", "edited"),
    "tag.rewritten": ("改寫", "rewritten"),
    "tag.added": ("新增", "added"),
    "tag.removed": ("刪除", "removed"),
    "tag.moved": ("移動", "moved"),
    "tag.reflowed": ("重新分段", "paragraphs rejoined"),
    "event.deleted": ("撤下", "taken down"),
    "event.restored": ("恢復", "restored"),
    "event.expired": ("過期", "expired"),
    "event.moved": ("換網址", "new address"),
    "verdict.deleted": ("文章已撤下", "article taken down"),
    "verdict.restored": ("撤下的文章又恢復了", "article back after it was taken down"),
    "verdict.expired": ("網站已不再提供全文", "the site no longer shows the full text"),
    "verdict.moved": ("文章換了網址", "article moved to another address"),
    "verdict.places": ("內文 {n} 處", "text in {n} place|text in {n} places"),
    "verdict.paragraphs_added": ("新增 {n} 段", "{n} paragraph added|{n} paragraphs added"),
    "verdict.paragraphs_removed": ("刪除 {n} 段", "{n} paragraph removed|{n} paragraphs removed"),
    "verdict.paragraphs_moved": ("移動 {n} 段", "{n} paragraph moved|{n} paragraphs moved"),
    "verdict.sentences_added": ("增 {n} 句", "{n} sentence added|{n} sentences added"),
    "verdict.sentences_removed": ("刪 {n} 句", "{n} sentence removed|{n} sentences removed"),
    "verdict.folded": ("細微變動 {n} 處", "{n} minor change|{n} minor changes"),
    "verdict.only": ("只有細微變動", "minor changes only"),
    "verdict.nothing": ("看不出文字變動", "no change of the text to be seen"),
    "paragraph": ("第 {number} 段", "¶{number}"),
    "paragraph.old": ("原第 {number} 段", "was ¶{number}"),
    "window": ("{before} 仍未變 → {after} 已變", "unchanged at {before} → changed by {after}"),
    "window.open": ("{after} 已變", "changed by {after}"),
    "window.deleted": (
        "{before} 仍在 → {after} 已撤下",
        "still there at {before} → taken down by {after}",
    ),
    "window.deleted.open": ("{after} 已撤下", "taken down by {after}"),
    "window.restored": (
        "{before} 仍不在 → {after} 已恢復",
        "still gone at {before} → back by {after}",
    ),
    "window.restored.open": ("{after} 已恢復", "back by {after}"),
    "window.expired": (
        "{before} 仍可讀 → {after} 已過期",
        "still readable at {before} → expired by {after}",
    ),
    "window.expired.open": ("{after} 已過期", "expired by {after}"),
    "score": ("重要度 {score}", "score {score}"),
    "signs": ("＋{added} −{removed} 字", "+{added} −{removed} characters"),
    "versions": ("第 {before} 版 → 第 {after} 版", "version {before} → {after}"),
    "more": ("……另有 {n} 處未列出", "… and {n} more"),
    "gap": ("略 {n} 字", "{n} characters left out"),
    "cut": ("……（過長，略 {n} 字）", "… (too long: {n} characters left out)"),
    "old": ("舊", "old"),
    "new": ("新", "new"),
    "legend": ("圖例", "Legend"),
    "legend.removed": ("刪去的字", "removed"),
    "legend.added": ("新增的字", "added"),
    "legend.moved": ("移動的段落", "paragraph moved"),
    "legend.gap": ("略去未變的文字", "unchanged text left out"),
    "legend.folded": ("細微變動收在摺疊處，附上原因", "minor changes are folded, with the reason"),
    "colophon": (
        "看新聞改了什麼。校對記號 stet 的意思是「照原樣」。",
        "watches the news change. A proofreader writes stet for “let it stand”.",
    ),
    "earlier": ("較早的 {n} 次變動", "{n} earlier change|{n} earlier changes"),
    "original": ("原文", "original"),
    "folded": (
        "{n} 處細微變動：{reasons}",
        "{n} minor change: {reasons}|{n} minor changes: {reasons}",
    ),
    "role.reporter": ("記者", "reporter"),
    "role.translator": ("譯者", "translator"),
    "role.editor": ("編輯", "editor"),
    "role.photographer": ("攝影", "photographer"),
    "web.changes": ("最新變動", "Latest changes"),
    "web.older": ("較早的變動 →", "Earlier changes →"),
    "web.site": ("網站", "Site"),
    "web.every_site": ("所有網站", "every site"),
    "web.min_score": ("重要度至少", "Score at least"),
    "web.filter": ("篩選", "Filter"),
    "web.versions": ("版本", "Versions"),
    "web.version": ("第 {n} 版", "Version {n}"),
    "web.seen": (
        "{first} 初見，{last} 最後看到，看過 {n} 次",
        "first seen {first}, last {last}, once|first seen {first}, last {last}, {n} times",
    ),
    "web.seed": ("來自種子文件", "from a seed document"),
    "web.returned": ("回到第 {n} 版的文字", "the text of version {n} again"),
    "web.latest": ("目前全文", "Text as it stands"),
    "web.text": ("全文", "text"),
    "web.compare": ("與前一版比較", "compare with the one before"),
    "web.compared": (
        "第 {before} 版與第 {after} 版的差異",
        "Versions {before} and {after} compared",
    ),
    "web.same": ("這兩版之間沒有差異。", "There is no difference between these two."),
    "web.reports": ("變動紀錄", "Changes"),
    "web.no_reports": ("這篇文章至今沒有變動。", "This article has not changed so far."),
    "web.no_text": ("還沒有讀到內文。", "No text was read yet."),
    "web.published": ("刊出 {moment}", "published {moment}"),
    "web.modified": ("網頁自稱更新於 {moment}", "updated {moment}, the page says"),
    "web.back": ("回到最新變動", "Back to the latest changes"),
    "web.history": ("這篇文章的所有版本", "All versions of this article"),
    "web.state": ("狀態", "State"),
    "state.active": ("持續觀察", "watched"),
    "state.gone-suspected": ("可能已撤下，確認中", "perhaps taken down, being confirmed"),
    "state.gone": ("已撤下", "taken down"),
    "state.expired": ("網站已不提供全文", "the site no longer shows it"),
    "state.blocked": ("網站不允許讀取", "the site allows no reading"),
    "state.removed": ("不再觀察", "no longer watched"),
    "state.paused": ("暫停觀察", "paused"),
    "state.unresolved": ("尚無網址", "no address yet"),
    "web.empty": ("檔案庫還是空的", "The archive is empty"),
    "web.empty.lead": ("三步就會有東西可讀：", "Three steps to something to read:"),
    "web.empty.add": ("開始觀察一篇文章", "watch an article"),
    "web.empty.crawl": ("過一陣子再看一次", "look again after a while"),
    "web.empty.run": ("或者讓它自己按時去看", "or leave the looking to Stet"),
    "web.waiting": ("觀察中的文章還沒有變動", "None of the watched articles has changed yet"),
    "web.waiting.lead": (
        "再看一次，或讓它自己按時去看：",
        "Look again, or leave the looking to Stet:",
    ),
    "web.no_match": ("沒有符合篩選條件的變動。", "No change matches this filter."),
    "web.all": ("看全部變動", "Show all changes"),
    "error.404": ("找不到這一頁", "There is no such page"),
    "error.400": ("這個要求無法理解", "This request makes no sense here"),
    "error.405": ("這裡只供閱讀", "This place is for reading only"),
    "error.421": ("這個名稱不是閱讀器的位址", "The reader does not go by this name"),
    "error.500": ("閱讀器出了錯", "The reader failed"),
    "error.503": ("檔案庫暫時無法讀取", "The archive cannot be read just now"),
    "error.host": (
        "請改用 {names} 開啟，或以 stet serve --host 名稱 重新啟動。",
        "Open it as {names}, or start it with stet serve --host NAME.",
    ),
    "error.bug": ("詳情在執行 stet serve 的視窗裡。", "The window that runs stet serve says more."),
}
"""Key -> the label in 繁體中文 and in English; `one|many` where the number matters."""

# 「第 3 版」 is not broken into 「第」 and 「3 版」.
_BESIDE_VALUE = re.compile(r"(?<![→·,;]) (?=\{)|(?<=\}) (?![→·])")

LANGUAGES: Final[tuple[Lang, ...]] = ("zh-Hant", "en")


class Words:
    """The labels of one language: `words("verdict.places", n=2)`."""

    def __init__(self, lang: Lang) -> None:
        self._column = LANGUAGES.index(lang)

    def __call__(self, key: str, **values: object) -> str:
        """The label with its values; of `one|many` the form that fits the value `n`."""
        one, _, many = CATALOGUE[key][self._column].partition("|")
        label = many if many and values.get("n") != 1 else one
        return _BESIDE_VALUE.sub("\u00a0", label).format(**values)

    def name(self, group: str, key: str) -> str:
        """The label of a field, kind, tag or state; the key itself where we have no word yet."""
        return self(f"{group}.{key}") if f"{group}.{key}" in CATALOGUE else key
