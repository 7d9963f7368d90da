"""Every word that the program itself says in a session, in one place.

Words about a stretch (where the hand goes, what to feel) are never here: they are in the routine.
"""

from collections.abc import Sequence

from stretchcoach.core.breath import Way
from stretchcoach.core.outcome import Sign
from stretchcoach.core.routine import Position, Routine, Side

ANY_PAIN_KEY = "Any pain: stop (q)"
ENTER_BEGINS = "Enter: begin"
GATE_KEYS = "q leave · ? keys"
MORE_CAUTIONS = "(more: →)"
ALL_OF_IT = "→ all of it"
ALL_OF_IT_IN_SHORT = "→ all"
FROM_THE_TOP = "→ again from the top"
FROM_THE_TOP_IN_SHORT = "→ top"
Q_ENDS = "q: end here"
SPACE_GOES_ON = "Space: go on · q: stop"
IF_PAIN_STAYS = "If it does not pass, ask a doctor before you stretch again."
WHAT_IS_IT = "What is it? A key tells; none is needed."
# Sources of this block: docs/sources.md.
DOCTOR_FIRST = (
    "See a doctor first after a fall or an accident; with fever, weight loss, pain at night, "
    "weakness or numbness; with a history of cancer; or if it is no better after some weeks. Pain "
    "between the shoulder blades can have other causes than the way you sit."
)
DOCTOR_FIRST_IN_SHORT = "A fall, fever, night pain, numbness, past cancer? See a doctor first."
HOW_OFTEN = (
    "A few minutes, most days. Two to four holds of 10 to 30 seconds for a muscle are what is "
    "usually advised, and 30 seconds do as well as 60. The break counts, too: with a stretch in it "
    "or without."
)
EMERGENCY_SIGNS = (
    "Pressure in the chest, short of breath, pain into arm or jaw? "
    "Or face, speech, sight or one side suddenly wrong?"
)
HALF_WAY = "Half-way."
MARKS = "In a drawing: ● a hand or foot that holds, ◎ where you may feel it."
FIGURE_MARKS = "In a figure: ▓ what works, ◎ where you may feel it."
FIGURE_MARKS_IN_ASCII = "In a figure: @ what works, * where you may feel it."
FIGURE_COLOURS = "In a figure: blue-green is what works, red where you may feel it."
MUTED = "Muted."
SOUND_AGAIN = "Sound on again."
MUTED_NO_MORE = "Muted no more."
NO_SOUND_WANTED = "No sound: --no-sound or STRETCH_SOUND says so."
# Where a note on the sound has no room.
NOTE_IN_SHORT = "Sound or voice fails: stretch doctor"
AWAY = "Paused: the session was interrupted."
AWAY_BRIEFLY = "The session was interrupted, and goes on."
PAUSED = "Paused."
PAIN = "Stop. Ease out slowly."
ALL_DONE = "All done."
DONE_WITHOUT = "Done, without what hurt."
THEN_THE_END = "Then: the end"
STOPPED = "Stopped."
POSTURE = "In the hours between:"
VOICE_SAMPLE = "This is how I sound. Breathe in, and out."

# What the signs are called where one is chosen, and where it is reported; what is said to each.
SIGN_NAMES = {
    Sign.PAIN: "pain",
    Sign.NUMBNESS: "numb, tingling, dizzy",
    Sign.EMERGENCY: "chest, breath, arm or jaw; or one side, speech or sight",
}
SIGNS_IN_SHORT = {
    Sign.PAIN: "pain",
    Sign.NUMBNESS: "numb, tingling, dizzy",
    Sign.EMERGENCY: "signs of an emergency",
}
SIGNS = {
    Sign.PAIN: IF_PAIN_STAYS,
    Sign.NUMBNESS: "Do not go on today. If it stays, see a doctor.",
    Sign.EMERGENCY: "Call an ambulance now.",
}

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


def call_an_ambulance(number: str) -> str:
    return f"Call an ambulance now: {number}." if number else SIGNS[Sign.EMERGENCY]


def emergency_line(number: str) -> str:
    """What stands on the page after pain before any key: what cannot wait."""
    return f"{EMERGENCY_SIGNS} {call_an_ambulance(number)}"


def emergency_line_in_short(number: str) -> str:
    """The same where there is hardly any room."""
    call = f"Ambulance: {number}." if number else "Call an ambulance."
    return f"Chest, breath, face, one side? {call}"


def variations_of(routine: Routine) -> str:
    return (
        "You will find variations of your own. Write one down with: "
        f"stretch new NAME --extend {routine.name}"
    )


def seen(view: str) -> str:
    return f"seen {view}"


def ahead(
    routine: Routine, titles: Sequence[str], sides: Sequence[Side], lengths_ms: Sequence[int]
) -> str:
    """`What comes: Shoulder · Chest. Left arm, then right arm. 4 holds of 30 s.`"""
    which = ", then ".join(f"{SIDES[side]} {routine.limb}" for side in sides).capitalize()
    least, most = whole_seconds(lengths_ms[0]), whole_seconds(lengths_ms[-1])
    each = least if least == most else f"{least} to {most}"
    holds = "1 hold" if len(lengths_ms) == 1 else f"{len(lengths_ms)} holds"
    return " ".join(
        filter(
            None,
            (f"What comes: {' · '.join(titles)}.", which and f"{which}.", f"{holds} of {each}."),
        )
    )


def more(page: int, count: int) -> str:
    return f"→ more ({page} of {count})"


def more_in_short(page: int, count: int) -> str:
    return f"→ {page}/{count}"


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
    return f"Get ready. {_which(routine, side)}{position.hand}{_for(hold_ms)}"


def next_position(
    routine: Routine, side: Side | None, position: Position, hold_ms: int | None
) -> str:
    return f"Ease out slowly. {_which(routine, side)}{position.hand}{_for(hold_ms)}"


def change_sides(routine: Routine, side: Side, position: Position, hold_ms: int | None) -> str:
    there = f"{routine.other_side} " if routine.other_side else ""
    which = _which(routine, side)
    return f"Ease out slowly. Change sides. {which}{there}{position.hand}{_for(hold_ms)}"


def spoken_ms(text: str) -> int:
    """About how long the text takes to say calmly, at 165 words a minute, pauses included.

    Measured on the phrases of the built-in routines with espeak-ng: within a sixth.
    """
    return 300 * (len(text.split()) + sum(text.count(stop) for stop in ".?!,;:"))


def shorter(text: str) -> str:
    """The text without its last sentence; "" if it has but one."""
    ends = [
        number for number, char in enumerate(text[:-1]) if char in ".!?" and text[number + 1] == " "
    ]
    return text[: ends[-1] + 1] if ends else ""


def _which(routine: Routine, side: Side | None) -> str:
    """`Left arm. `: the side, before what it does."""
    return "" if side is None else f"{side_name(routine, side)}. "


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
    """`the shoulder position`, `the shoulder and chest positions`."""
    ids = " and ".join(position.id.replace("-", " ") for position in positions)
    return f"the {ids} position{'s' if len(positions) > 1 else ''}"


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
