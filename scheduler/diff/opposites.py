"""Words that say the opposite of each other: 左 and 右, 增加 and 減少, rose and fell."""

import re
from collections.abc import Iterator

_HAN = (
    "左右 東西 东西 南北 前後 前后 上下 內外 内外 男女 增減 增减 升降 漲跌 涨跌 買賣 买卖 勝敗 胜败"
    " 勝負 胜负 贏輸 赢输 高低 多少 大小"
    " 早晚 先後 先后 快慢 強弱 强弱 優劣 优劣 正負 正负 正反 攻守 進出 进出 收支 盈虧 盈亏 陰陽"
    " 阴阳 敵友 敌友 新舊 新旧 賺賠 赚赔"
    " 増減 売買 升跌 늘줄 높낮 많적 ▲▼ △▽ ↑↓ >< ＞＜ ≥≤ ≧≦"
)
_WORDS = (
    "增加/減少 增加/减少 增長/衰退 增长/衰退 成長/衰退 成长/衰退 上漲/下跌 上涨/下跌 上升/下降"
    " 升息/降息 增稅/減稅 增税/减税"
    " 支持/反對 支持/反对 贊成/反對 赞成/反对 同意/反對 同意/反对 同意/拒絕 同意/拒绝 接受/拒絕"
    " 接受/拒绝 進口/出口 进口/出口"
    " 流入/流出 獲利/虧損 获利/亏损 盈餘/虧損 盈余/亏损 順差/逆差 顺差/逆差 擴大/縮小 扩大/缩小"
    " 延長/縮短 延长/缩短 提前/延後 提前/延后 加速/減速 樂觀/悲觀 乐观/悲观"
    " 通過/否決 通过/否决 開放/關閉 开放/关闭 開放/禁止 开放/禁止 允許/禁止 允许/禁止 成功/失敗"
    " 嚴禁/可 严禁/可 嚴禁/允許 严禁/允许 禁止/可 禁止/准許 禁止/准许 不得/可 不得/得"
    " 成功/失败 承認/否認 承认/否认 坦承/否認 坦承/否认 認罪/否認 认罪/否认 否認/坦言 否认/坦言"
    " 證實/否認 证实/否认 有罪/無罪 有罪/无罪 准許/駁回 獲准/遭駁 勝訴/敗訴 胜诉/败诉 生/死"
    " 陽性/陰性 阳性/阴性 合法/非法 合法/不法 加強/減弱"
    " 增长/下降 增長/下降 成長/下降 入境/出境 收紅/收黑 收红/收黑"
    " 回升/回落 昇溫/降溫 加重/減輕 加重/减轻"
    " 公立/私立 合法/違法 合法/违法 擊敗/不敵 击败/不敌 月初/月底 年初/年底"
    " 加害者/受害者 加害者/被害者"
    " 違憲/合憲 违宪/合宪 從重/從輕 从重/从轻 優於/遜於 优于/逊于 擴大/縮減"
    " 出席/缺席 升值/貶值 升值/贬值"
    " 以上/以下 最高/最低 提高/降低 調高/調低 调高/调低 調升/調降 上調/下調 上调/下调 賣超/買超"
    " 卖超/买超"
    " 輕傷/重傷 轻伤/重伤 獲救/罹難 获救/罹难 生還/罹難 生还/罹难 調漲/調降 调涨/调降 停課/復課"
    " 停课/复课 停工/復工 停工/复工 停班/上班 羈押/交保 收押/交保 收押/獲釋 領先/落後 领先/落后"
    " 主場/客場 主场/客场 勝出/落敗 胜出/落败 淨利潤/淨虧損 净利润/净亏损 利潤/虧損 利润/亏损"
    " 晉級/淘汰 晋级/淘汰 晉級/無緣 熱絡/冷清 热络/冷清 当選/落選 當選/落選 当选/落选"
    " 被告/原告 被害/加害 超過/不到 超过/不到 超過/未達 超过/未达 逾/未滿 逾/未满"
    " 死亡/受傷 死亡/受伤 死亡/生還 死亡/生还 漲停/跌停 涨停/跌停 利多/利空 首次/再次"
    " 冠軍/亞軍 冠军/亚军 夫/妻 債權/債務 债权/债务 買方/賣方 买方/卖方 主動/被動 主动/被动"
    " 既遂/未遂 有期/無期 有期/无期 緩刑/實刑 缓刑/实刑 留任/去職 留任/去职 連任/落選 连任/落选"
    " 賛成/反対 増加/減少 上昇/下落 上昇/低下 勝利/敗北 輸入/輸出 黒字/赤字 値上げ/値下げ 円高/円安"
    " 왼쪽/오른쪽 동쪽/서쪽 남쪽/북쪽 동부/서부 남부/북부 증가/감소 상승/하락 찬성/반대 승리/패배"
    " 수출/수입 흑자/적자 이상/이하 인상/인하"
    " 인정/부인 올랐/내렸 올라/내려 이겼/졌 유죄/무죄 성공/실패"
    " left/right east/west north/south eastern/western northern/southern before/after above/below"
    " up/down"
    " over/under more/less more/fewer higher/lower rise/fall rises/falls rising/falling rose/fell"
    " risen/fallen"
    " increase/decrease increases/decreases increased/decreased gain/loss gains/losses"
    " gained/lost earned/lost"
    " win/lose won/lost lost/beat beat/lost"
    " wins/loses winner/loser buy/sell bought/sold buyer/seller import/export imports/exports"
    " support/oppose supports/opposes supported/opposed approve/reject approves/rejects"
    " approved/rejected"
    " accept/reject accepted/rejected accepted/refused guilty/innocent legal/illegal male/female"
    " man/woman men/women"
    " profit/loss surplus/deficit success/failure succeeded/failed passed/failed"
    " confirmed/denied admitted/denied admits/denies confirms/denies opened/closed"
    " maximum/minimum most/least first/last positive/negative victory/defeat allow/ban"
    " allowed/banned hired/fired injured/killed likely/unlikely possible/impossible able/unable"
    " known/unknown safe/unsafe lawful/unlawful passed/rejected agreed/refused agrees/refuses"
    " agree/disagree alive/dead began/ended begins/ends started/stopped raised/lowered"
    " raises/lowers inside/outside arrested/released praised/criticized praised/criticised"
    " suspect/victim plaintiff/defendant husband/wife upheld/overturned strengthened/weakened"
    " legalized/banned optimistic/pessimistic"
    " 正確/錯誤 正确/错误 有效/無效 有效/无效 加入/退出 上任/卸任 通車/封閉 通车/封闭 勝選/敗選"
    " 胜选/败选 增產/減產 增产/减产 買進/賣出 买进/卖出 安全/危險 安全/危险 起飛/降落 起飞/降落"
    " 上架/下架 開幕/閉幕 开幕/闭幕 稱讚/批評 称赞/批评 讚揚/譴責 赞扬/谴责 啟用/停用 启用/停用"
    " 恢復/中斷 恢复/中断 恢復/暫停 恢复/暂停 成立/解散 加薪/減薪 加薪/减薪 通過/退回 通过/退回"
    " 嫌犯/被害人 嫌犯/死者 起訴/不起訴 难以/得以 難以/得以 停駛/復駛 停驶/复驶 入獄/出獄 入狱/出狱"
    " 健在/過世 健在/过世 維持/撤銷 维持/撤销 利多/利空"
    " 盈利/虧損 盈利/亏损 淨流入/淨流出 净流入/净流出 続伸/続落"
    " 오른/내린 續揚/續跌 续涨/续跌"
    " 開催/中止 再開/中止 増税/減税 可決/否決 逮捕/釈放 합법/불법 가능/불가능 생존/사망 개최/취소"
    " 체포/석방 구속/석방"
)

_LONGEST = 100  # characters of a phrase


_BESIDE = re.compile(
    r"^(?:始終|始终|矢口|堅決|坚决|一再|仍然?|全盤|全盘|當庭|当庭|完全)|(?:不諱|不讳|犯行|犯罪|涉案)$"
    r"| (?:over|from|of|on|in|to|by)$"
)
"""Beside such a word, and no part of what it says: 始終否認, an increase over."""


def _pairs() -> Iterator[tuple[str, str]]:
    words = (pair.split("/") for pair in _WORDS.split())
    for one, other in (*words, *_HAN.split()):
        yield one, other
        yield other, one


_OPPOSITES = frozenset(_pairs())


def are_opposite(old: str, new: str) -> bool:
    """Whether the one says the opposite of the other, word for word or character by character.

    由東向西 and 由西向東 do, too: of each pair of characters that differ one is the opposite of the
    other; so do 出席會議 and 缺席會議, which go on alike, and 始終否認 and 坦承.
    """
    if max(len(old), len(new)) > _LONGEST:
        return False
    before, after = (_BESIDE.sub("", side.casefold()) for side in (old, new))
    while (before, after) not in _OPPOSITES and before[-1:] == after[-1:] != "":
        before, after = before[:-1], after[:-1]
    if (before, after) in _OPPOSITES:
        return True
    if len(old) != len(new):
        return False
    differing = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    return bool(differing) and _OPPOSITES.issuperset(differing)
