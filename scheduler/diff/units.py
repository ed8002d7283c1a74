"""Which unit is meant, however it is written: 公斤, 千克 and kg are one, as are NT$ and 新台幣."""

from decimal import Decimal

from scheduler.diff.money import currency

_SAME = """
公里 千米 km kilometer kilometers kilometre kilometres
公尺 米 meter meters metre metres
公分 厘米 cm centimeter centimeters centimetre centimetres
毫米 公釐 公厘 mm millimeter millimeters millimetre millimetres
公斤 千克 kg kilogram kilograms kilo kilos
公克 克 g gram grams
毫克 mg
毫升 ml mL
公升 升 L liter liters litre litres
公頃 公顷 hectare hectares
公噸 公吨 噸 吨 tonne tonnes
ton tons
千瓦 瓩 kW
小時 小时 個小時 个小时 hour hours
分鐘 分钟 minute minutes
秒 秒鐘 秒钟 second seconds
天 日 day days
個月 个月 month months
個百分點 个百分点 百分點 百分点
個基點 个基点 基點 基点
死 亡
°C ℃
°F ℉
% 百分比 percent
英里 mile miles
英尺 呎 foot feet ft
"""
_ONE = {each: line.split()[0] for line in _SAME.strip().splitlines() for each in line.split()}
_ONE |= {"per cent": "%"}  # the one name that has a blank in it

_MEASURES = {
    name: (base, Decimal(factor))
    for name, base, factor in (
        ("公里", "公尺", "1000"),
        ("公分", "公尺", "0.01"),
        ("毫米", "公尺", "0.001"),
        ("公克", "公斤", "0.001"),
        ("公噸", "公斤", "1000"),
        ("毫升", "公升", "0.001"),
        ("成", "%", "10"),
        ("個基點", "個百分點", "0.01"),
    )
}
"""Unit -> that of which it is so much, where figures are held against each other."""


def unit(written: str) -> str:
    """The name of a unit, in half width; of what has no other name what is written."""
    return _ONE.get(written) or currency(written)


def measured(value: Decimal, name: str) -> tuple[Decimal, str]:
    """The same in the unit that others of its kind are parts of: 2公里 is 2000公尺."""
    base, factor = _MEASURES.get(name, (name, Decimal(1)))
    return value * factor, base
