"""The part of the history that reminders need. A module of its own, to be loaded later."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from stretchcoach.core.due import Done, Recent, pain_hour
from stretchcoach.core.history import Past
from stretchcoach.core.lookback import Pause
from stretchcoach.core.outcome import Sign

_GRAVE = tuple(sign for sign in Sign if sign.ends_it)


def recent_of(
    sessions: Sequence[Past],
    pauses: Iterable[Pause],
    today: date,
    *,
    noted: Iterable[datetime] = (),
    asks: bool = False,
) -> Recent:
    """The recent history, from sessions in the order of their begin, and pauses.

    `noted` are the times of pain that was noted outside sessions.
    """
    last_day = sessions[-1].day if sessions else None
    done = tuple(
        Done(
            past.begin,
            past.routine,
            hurt=bool(past.hurt),
            rest=any(hold.sign in _GRAVE for hold in past.hurt),
        )
        for past in sessions
        if past.day == last_day
    )
    moments = [*(past.begin for past in sessions if past.hurt), *noted]
    open_ = tuple((pause.first, pause.last) for pause in pauses if pause.last >= today)
    return Recent(done, open_, pain_hour=pain_hour(moments), asks=asks)
