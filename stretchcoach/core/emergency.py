"""The number of the ambulance, where the settings of the machine make it certain.

Sources: docs/sources.md. A wrong number costs minutes. So in any doubt there is none, and each
number comes with the place where it holds.
"""

from stretchcoach.core.templates import Words

_EU = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
_NUMBERS = {
    **dict.fromkeys(_EU.split(), ("112", "EU")),
    "GB": ("999", "GB"),
    "US": ("911", "US"),
    "CA": ("911", "CA"),
}
# The time zones of these countries, in hours ahead of UTC. Many machines elsewhere use `en_US`.
_AMERICA, _EUROPE = range(-10, -2), range(-1, 4)


def emergency_number(own: Words, locale: str, utc_offset_s: int) -> str:
    """`112 in the EU`, for a locale such as `de_AT.UTF-8` and a time zone; "" in any doubt."""
    country = locale.partition(".")[0].partition("@")[0].partition("_")[2].upper()
    zones = _AMERICA if country in ("US", "CA") else _EUROPE
    if country not in _NUMBERS or utc_offset_s // 3_600 not in zones:
        return ""
    number, where = _NUMBERS[country]
    return own.number_holds_in[where].format(number=number)
