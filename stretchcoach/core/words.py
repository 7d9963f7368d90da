"""Every word that the program itself says in a session, in one place.

Words about a stretch (where the hand goes, what to feel) are never here: they are in the routine.
"""

from collections.abc import Sequence

from stretchcoach.core.breath import Way
from stretchcoach.core.routine import Position, Routine, Side

ANY_PAIN_KEY = "Any pain: stop (q)"
ENTER_BEGINS = "Enter: begin"
GATE_KEYS = "q leave · ? keys"
Q_ENDS = "q: end here"
SPACE_GOES_ON = "Space: go on · q: stop"
IF_PAIN_STAYS = "If it does not pass, ask a doctor before you stretch again."
HALF_WAY = "Half-way."
MUTED = "Muted."
SOUND_AGAIN = "Sound on again."
AWAY = "Paused: the session was interrupted."
AWAY_BRIEFLY = "The session was interrupted, and goes on."
PAUSED = "Paused."
PAIN = "Stop. Ease out slowly."
ALL_DONE = "All done."
THEN_THE_END = "Then: the end"
STOPPED = "Stopped."
VOICE_SAMPLE = "This is how I sound. Breathe in, and out."

BREATHE = {Way.IN: "Breathe in", Way.OUT: "Breathe out"}
SIDES = {Side.LEFT: "left", Side.RIGHT: "right"}


# What may stand in braces in a position's words, and for whom no side is chosen.
BLANKS = ("{side}", "{other side}")


def fill(text: str, side: Side | None) -> str:
    """The text with its blanks filled in for this working side."""
    if "{" not in text:
        return text
    this, other = ("working", "other") if side is None else (SIDES[side], SIDES[side.other])
    return text.replace("{side}", this).replace("{other side}", other)


def side_name(routine: Routine, side: Side) -> str:
    """`Left arm`."""
    return f"{SIDES[side]} {routine.limb}".capitalize()


def place(routine: Routine, side: Side | None, position: Position) -> str:
    """`Left arm · Chest`, or just the position where there are no sides."""
    return position.title if side is None else f"{side_name(routine, side)} · {position.title}"


def count(number: int, total: int) -> str:
    return f"{number} of {total}"


def welcome(routine: Routine, minutes: str) -> str:
    return f"{routine.title}. {minutes}."


def about(length_ms: int) -> str:
    """`About 4 minutes`, for the ear."""
    if length_ms < 105_000:
        return f"About {max(5, round(length_ms / 5_000) * 5)} seconds"
    return f"About {round(length_ms / 60_000)} minutes"


def by(routine: Routine) -> str:
    """Who wrote the routine and after what, as far as it says so."""
    author = f"By {routine.author}." if routine.author else ""
    source = f"Source: {routine.source}." if routine.source else ""
    return f"{author} {source}".strip()


def stop_at(stop_signs: Sequence[str]) -> str:
    return f"Stop at once at: {'; '.join(stop_signs)}."


def enter_goes_on_without(positions: Sequence[Position]) -> str:
    return f"Enter or Space: go on without {names(positions)}, on either side"


def hold(routine: Routine, side: Side | None, position: Position, hold_ms: int) -> str:
    return f"{place(routine, side, position)}: hold for {whole_seconds(hold_ms)}."


def then(place: str) -> str:
    return f"Then: {place}"


def then_hold(hold_ms: int) -> str:
    return f"Then: hold for {whole_seconds(hold_ms)}"


def into_position(routine: Routine, side: Side | None, position: Position, *, begun: bool) -> str:
    back = "Back into position" if begun else "Into position"
    return f"{back}: {_named(routine, side, position)}."


def get_ready(routine: Routine, side: Side | None, position: Position, hold_ms: int | None) -> str:
    """What comes, its most important words first: where time is short, the last are not said."""
    named = _named(routine, side, position).capitalize()
    return f"Get ready. {named}. {position.hand}{_for(hold_ms)}"


def next_position(
    routine: Routine, side: Side | None, position: Position, hold_ms: int | None
) -> str:
    named = _named(routine, side, position)
    return f"Ease out slowly. Next: {named}. {position.hand}{_for(hold_ms)}"


def change_sides(routine: Routine, side: Side, position: Position, hold_ms: int | None) -> str:
    named = _named(routine, side, position).capitalize()
    return f"Ease out slowly. Change sides. {named}. {position.hand}{_for(hold_ms)}"


def shorter(text: str) -> str:
    """The text without its last sentence; "" if it has but one."""
    ends = [
        number for number, char in enumerate(text[:-1]) if char in ".!?" and text[number + 1] == " "
    ]
    return text[: ends[-1] + 1] if ends else ""


def _named(routine: Routine, side: Side | None, position: Position) -> str:
    """`left arm, chest`: the place, for the ear and within a sentence."""
    title = position.title.lower()
    return title if side is None else f"{SIDES[side]} {routine.limb}, {title}"


def _for(hold_ms: int | None) -> str:
    return "" if hold_ms is None else f" Hold for {hold_ms // 1_000} seconds."


def ends(routine: Routine) -> str:
    return f"{ALL_DONE} {routine.finish}".strip()


def without(positions: Sequence[Position]) -> str:
    return f"Going on without {names(positions)}."


def names(positions: Sequence[Position]) -> str:
    return " and ".join(position.title.lower() for position in positions)


def clock_time(ms: int) -> str:
    """`3:57` (or `1:02:03`), rounded up to a whole second."""
    seconds = -(-ms // 1_000)
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes}:{seconds:02}"
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def whole_seconds(ms: int) -> str:
    """`30 s`, rounded down: never more than was held."""
    return f"{ms // 1_000} s"
