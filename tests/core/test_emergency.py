"""The number of the ambulance, only where it is certain."""

import pytest

from stretchcoach.core.emergency import emergency_number
from stretchcoach.core.english import ENGLISH

HOUR_S = 3_600


@pytest.mark.parametrize(
    ("locale", "hours", "number"),
    [
        ("de_AT.UTF-8", 1, "112 in the EU"),
        ("fi_FI@euro", 2, "112 in the EU"),
        ("pt_PT", -1, "112 in the EU"),
        ("en_GB.UTF-8", 0, "999 in the UK"),
        ("en_US.UTF-8", -5, "911 in the US"),
        ("en_US", -10, "911 in the US"),
        ("fr_CA.UTF-8", -3.5, "911 in Canada"),
        ("en_US.UTF-8", 1, ""),
        ("en_US.UTF-8", 0, ""),
        ("de_DE.UTF-8", 8, ""),
        ("de_CH.UTF-8", 1, ""),
        ("en_AU", 10, ""),
        ("C.UTF-8", 1, ""),
        ("POSIX", -5, ""),
        ("en", 0, ""),
        ("", 1, ""),
        ("_", 1, ""),
    ],
)
def test_a_number_is_given_where_country_and_time_zone_agree(
    locale: str, hours: float, number: str
) -> None:
    assert emergency_number(ENGLISH, locale, int(hours * HOUR_S)) == number
