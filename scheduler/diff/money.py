"""Which currency is meant, however it is written: NT$, 新台幣 and 臺幣 are one."""

_SIGNS = {"NT$": "台", "US$": "美", "HK$": "港", "A$": "澳", "C$": "加", "€": "欧", "£": "英"}
_LANDS = str.maketrans("歐臺韓幣盧", "欧台韩币卢")
BARE = frozenset("元圓圆")
"""Behind an amount of which the currency is told before: 新台幣500元 is NT$500."""
_NAMES = frozenset("元圓圆鎊镑幣币金")


def currency(written: str) -> str:
    """The land of a currency; of what names none what is written."""
    name = _SIGNS.get(written, written).removeprefix("新").translate(_LANDS)
    return name[0] if name[1:] in _NAMES else name
