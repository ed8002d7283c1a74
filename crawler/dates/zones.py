"""The time zone of a host, by its country: what a page means that names none."""

from functools import cache
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")

_ZONES = {
    "ae": "Asia/Dubai", "at": "Europe/Vienna", "be": "Europe/Brussels", "bg": "Europe/Sofia",
    "ch": "Europe/Zurich", "cn": "Asia/Shanghai", "co": "America/Bogota", "cz": "Europe/Prague",
    "de": "Europe/Berlin", "dk": "Europe/Copenhagen", "eg": "Africa/Cairo", "fi": "Europe/Helsinki",
    "fr": "Europe/Paris", "gr": "Europe/Athens", "hk": "Asia/Hong_Kong", "hr": "Europe/Zagreb",
    "hu": "Europe/Budapest", "ie": "Europe/Dublin", "il": "Asia/Jerusalem", "in": "Asia/Kolkata",
    "ir": "Asia/Tehran", "it": "Europe/Rome", "jp": "Asia/Tokyo", "ke": "Africa/Nairobi",
    "kr": "Asia/Seoul", "lk": "Asia/Colombo", "mo": "Asia/Macau", "my": "Asia/Kuala_Lumpur",
    "ng": "Africa/Lagos", "nl": "Europe/Amsterdam", "no": "Europe/Oslo", "np": "Asia/Kathmandu",
    "nz": "Pacific/Auckland", "pe": "America/Lima", "ph": "Asia/Manila", "pk": "Asia/Karachi",
    "pl": "Europe/Warsaw", "ro": "Europe/Bucharest", "rs": "Europe/Belgrade", "sa": "Asia/Riyadh",
    "se": "Europe/Stockholm", "sg": "Asia/Singapore", "sk": "Europe/Bratislava",
    "th": "Asia/Bangkok", "tr": "Europe/Istanbul", "tw": "Asia/Taipei", "uk": "Europe/London",
    "vn": "Asia/Ho_Chi_Minh", "za": "Africa/Johannesburg",
}  # fmt: skip
"""Countries of one zone. What is left out (`us`, `ru`, `es`: islands apart) has several."""


def zone_of(host: str) -> ZoneInfo:
    """The zone of the country in which `host` (`www.example.co.jp`) is registered.

    Taipei where the name says no country, or one of several zones.
    """
    return _zone(host.rpartition(".")[2].lower())


@cache
def _zone(country: str) -> ZoneInfo:
    return ZoneInfo(_ZONES[country]) if country in _ZONES else TAIPEI
