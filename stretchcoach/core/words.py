"""The program's own words: chooses the language, and fills in the sentences.

Words about a stretch (where the hand goes, what to feel) are never here: they are in the routine.
Each language is a file, such as `english.py`, and listed in `LANGUAGES`.

A routine may be in a language that the program has no words for. Then the screen has English ones,
and the voice, which speaks the routine's language, says only the author's words.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from stretchcoach.core.breath import Way
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.outcome import Held, Sign
from stretchcoach.core.routine import RETURN_HOLD_MS, Figure, Position, Routine, Side
from stretchcoach.core.templates import Keys, Sentence, Words

if TYPE_CHECKING:
    from datetime import date  # not loaded without a memory of pain

    from stretchcoach.core.lookback import Week

LANGUAGES = {"en": ENGLISH}

# The stop of a sentence before another one. In a language without spaces, a stop within quotation
# marks or brackets ends no sentence.
_STOP = re.compile(r"[.!?](?= )|[。！？｡](?=[^。！？｡」』）])")

# The placeholders for the side in an author's words.
BLANKS = ("{side}", "{other side}")
# With what it stands behind, where it begins a sentence.
_BLANK = re.compile(r"(^|[.!?] )?(" + "|".join(BLANKS) + ")")


def _hushed(value: Any) -> Any:
    if isinstance(value, str):
        return ""
    if isinstance(value, dict):
        return {key: _hushed(part) for key, part in value.items()}
    return tuple(map(_hushed, value)) if isinstance(value, tuple) else value


# For a voice that says only the author's words.
SILENT = Words._make(map(_hushed, ENGLISH))._replace(
    welcome_seconds="{title}.",
    welcome_minutes="{title}.",
    into_position="{position}.",
    into_position_side="{position}.",
    back_into_position="{position}.",
    back_into_position_side="{position}.",
    lowers_titles=False,
)


def of(language: str) -> Words:
    """The words to show with a routine in this language (a BCP 47 tag)."""
    return LANGUAGES.get(_primary(language), ENGLISH)


def aloud(language: str) -> Words:
    """The words to say by a voice of this language."""
    return LANGUAGES.get(_primary(language), SILENT)


def has(language: str) -> bool:
    """Whether the program has words in this language."""
    return _primary(language) in LANGUAGES


def _primary(language: str) -> str:
    return language.partition("-")[0]


def fill(own: Words, text: str, side: Side | None) -> str:
    """The text with its placeholders filled in for this side; sentences begin with a capital."""
    if "{" not in text:
        return text
    this = own.any_side if side is None else own.sides[side]
    other = own.any_other_side if side is None else own.sides[side.other]

    def filled(found: re.Match[str]) -> str:
        begins, blank = found.groups()
        word = this if blank == "{side}" else other
        return word if begins is None else begins + word[:1].upper() + word[1:]

    return _BLANK.sub(filled, text)


def side_title(own: Words, routine: Routine, side: Side) -> str:
    """`Left arm`."""
    return own.side_titles[side].format(limb=routine.limb or own.limb)


def place_name(own: Words, routine: Routine, side: Side | None, position: Position) -> str:
    """`Left arm · Chest`, or just the position if there are no sides."""
    return (
        position.title if side is None else f"{side_title(own, routine, side)} · {position.title}"
    )


def steps(own: Words, figure: Figure, start: str) -> tuple[str, ...]:
    """A line for its start, and one for each move of a figure.

    A move without a line has its name instead.
    """
    lines = [own.starts[start]]
    for move in figure.moves:
        name = f"{move.name[:1].upper()}{move.name[1:]}."
        lines.append(dict(move.changes).get("line", name))
    return tuple(lines)


def welcome(own: Words, routine: Routine, length_ms: int) -> str:
    """`Upper back. About 4 minutes.`"""
    if length_ms < 105_000:
        seconds = max(5, round(length_ms / 5_000) * 5)
        return own.welcome_seconds.format(title=routine.title, number=seconds)
    return own.welcome_minutes.format(title=routine.title, number=round(length_ms / 60_000))


def by(own: Words, routine: Routine) -> str:
    """The routine's author and source, if it names them."""
    return _sentences(
        own.by_author.format(author=routine.author) if routine.author else "",
        own.from_source.format(source=routine.source) if routine.source else "",
    )


def call_an_ambulance(own: Words, number: str) -> str:
    return own.call_an_ambulance_at.format(number=number) if number else own.call_an_ambulance


def emergency_line(own: Words, number: str) -> str:
    """The line for an emergency, which comes before any key on the page after pain."""
    return _sentences(own.emergency_signs, call_an_ambulance(own, number))


def emergency_line_in_short(own: Words, number: str) -> str:
    """The line for an emergency in very little room."""
    call = own.ambulance_in_short_at.format(number=number) if number else own.ambulance_in_short
    return _sentences(own.emergency_signs_in_short, call)


def ahead(
    own: Words,
    routine: Routine,
    *,
    titles: Sequence[str],
    sides: Sequence[Side],
    lengths_ms: Sequence[int],
) -> str:
    """`What comes: Shoulder · Chest. Left arm, then right arm. 4 holds of 30 s.`"""
    which = "".join(_sentence(side_title(own, routine, side)) for side in sides[:1])
    if len(sides) > 1:
        second = own.sides_with_limb[sides[1]].format(limb=routine.limb or own.limb)
        first = side_title(own, routine, sides[0])
        which = own.ahead_sides.format(first=first, second=second)
    least, most = whole_seconds(lengths_ms[0]), whole_seconds(lengths_ms[-1])
    holds = own.holds if least == most else own.holds_range
    held = (own.one_hold if len(lengths_ms) == 1 else holds).format(
        count=len(lengths_ms), time=least, least=least, most=most
    )
    return _sentences(own.ahead.format(titles=" · ".join(titles)), which, held)


def keys_after_pain(own: Words) -> Keys:
    signs = ((str(number), own.sign_names[sign]) for number, sign in enumerate(Sign, start=1))
    return (*signs, *own.keys_after_signs)


def stop_at(own: Words, stop_signs: Sequence[str]) -> str:
    return own.stop_at.format(signs="; ".join(stop_signs))


def this_week(own: Words, week: "Week") -> str:
    """`This week: Mon, Wed · 2 of 5 days.`; "" if no day counts."""
    if not week.done:
        return ""
    days = ", ".join(own.weekdays[day.date.weekday()] for day in week.done)
    done, goal = len(week.done), week.goal.days
    template = own.this_week_days if done > goal or goal == 1 else own.this_week
    return template.format(days=days, done=done, goal=goal)


def go_on_without(own: Words, positions: Sequence[Position]) -> str:
    return _without(own.go_on_without_one, own.go_on_without_two, positions)


def nothing_without(own: Words, positions: Sequence[Position]) -> str:
    return _without(own.nothing_without_one, own.nothing_without_two, positions)


def going_on_without(own: Words, positions: Sequence[Position]) -> str:
    return _without(own.going_on_without_one, own.going_on_without_two, positions)


def _without(one: str, two: str, positions: Sequence[Position]) -> str:
    """The sentence for the one position that hurt, or for the two that pain came between."""
    first, *more = (position.id.replace("-", " ") for position in positions)
    return two.format(one=first, two=more[0]) if more else one.format(one=first)


def title_within(own: Words, title: str) -> str:
    """A title within a sentence."""
    return title.lower() if own.lowers_titles else title


def hold(
    own: Words, routine: Routine, side: Side | None, position: Position, *, hold_ms: int
) -> str:
    return own.hold.format(
        place=place_name(own, routine, side, position=position), time=whole_seconds(hold_ms)
    )


def into_position(
    own: Words, routine: Routine, side: Side | None, position: Position, *, begun: bool
) -> str:
    title = title_within(own, position.title)
    if side is None:
        return (own.back_into_position if begun else own.into_position).format(position=title)
    named = own.sides_with_limb[side].format(limb=routine.limb or own.limb)
    sentence = own.back_into_position_side if begun else own.into_position_side
    return sentence.format(side=named, position=title)


def get_ready(
    own: Words,
    routine: Routine,
    side: Side | None,
    position: Position,
    *,
    hold_ms: int | None,
    briefly: bool = False,
    stood: bool = False,
) -> str:
    """The words that lead into the first hold. If `stood`, without where to stand."""
    if briefly:
        hand = position.briefly or position.hand
        return _sentences(_which(own, routine, side, hand=hand), hand, _held_for(own, hold_ms))
    standing = "" if stood else stand(own, routine, side)
    which = "" if routine.stand else _which(own, routine, side, hand=position.hand)
    until = fill(own, routine.until, side)
    return _sentences(standing, which, position.hand, until, _hold_for(own, hold_ms))


def stand(own: Words, routine: Routine, side: Side | None) -> str:
    """The words that it begins, and where to stand."""
    arm = side_title(own, routine, side) if side and routine.stand else ""
    return _sentences(own.get_ready, _sentence(arm), fill(own, routine.stand, side))


def next_position(
    own: Words,
    routine: Routine,
    side: Side | None,
    position: Position,
    *,
    far: str,
    hold_ms: int | None,
    briefly: bool = False,
) -> str:
    """The words after easing out: how `far` the session is, and what the body does now.

    If `briefly`, they are only the side, the hand and the time.
    """
    hand = position.briefly or position.hand
    which = _which(own, routine, side, hand=hand)
    if briefly:
        return _sentences(which, hand, _held_for(own, hold_ms))
    return _sentences(far, fill(own, routine.between, side), which, hand, _hold_for(own, hold_ms))


def change_sides(
    own: Words,
    routine: Routine,
    side: Side,
    position: Position,
    *,
    again: bool,
    hold_ms: int | None,
    briefly: bool = False,
) -> str:
    """The words that lead to the other side; fewer if it is the same `again`, or `briefly`."""
    hand = position.briefly or position.hand if again or briefly else position.hand
    there = fill(own, routine.other_side, side)
    which = _which(own, routine, side, hand=f"{there} {hand}")
    opening = _sentences(own.change_sides, which)
    if again:
        named = own.sides_with_limb[side].format(limb=routine.limb or own.limb)
        opening = own.same_again.format(side=named) if which else own.same_again_there
    held = _held_for(own, hold_ms) if briefly else _hold_for(own, hold_ms)
    return _sentences(opening, there, hand, held)


def how_far(own: Words, side: Side | None, *, number: int, total: int) -> str:
    """`2 of 3.`, or that it is the last; "" for the first, and without a number."""
    if number < 2:
        return ""
    if number == total:
        return own.last_one if side is None else own.last_on_side
    return _sentence(own.counted.format(number=number, total=total))


def eased(own: Words, told: str) -> str:
    """The words "Ease out" with the next ones, without quiet between them."""
    return _sentences(own.ease_out, told)


def _which(own: Words, routine: Routine, side: Side | None, hand: str) -> str:
    """`Left arm.`, unless the words for the hand name the side themselves."""
    if side is None or re.search(rf"\b{re.escape(own.sides[side])}\b", hand.lower()):
        return ""
    return _sentence(side_title(own, routine, side))


def _hold_for(own: Words, hold_ms: int | None) -> str:
    return "" if hold_ms is None else own.hold_for.format(number=hold_ms // 1_000)


def _held_for(own: Words, hold_ms: int | None) -> str:
    return "" if hold_ms is None else own.hold_for_in_short.format(number=hold_ms // 1_000)


def interrupted(*, goes_on: bool) -> Sentence:
    """The sentence after a gap in which nobody was being led."""
    return lambda own: own.away_briefly if goes_on else own.away


def ends(own: Words, routine: Routine) -> str:
    return _sentences(own.all_done, routine.finish)


def how_it_ended(own: Words, held: Held) -> str:
    """The words after a hold in the summary; "" if it was held to its end."""
    if held.sign:
        return own.hurt_sign.format(sign=own.signs_in_short[held.sign])
    return own.ended[held.ended]


def way_named(own: Words, text: str) -> Way | None:
    """The way of the breath that the text names, or None."""
    for way, phrases in own.names_of_ways.items():
        if any(re.search(rf"\b{re.escape(name)}\b", text.lower()) for name in phrases if name):
            return way
    return None


def _sentence(text: str) -> str:
    return f"{text}." if text else ""


def _sentences(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def spoken_ms(text: str) -> int:
    """About how long the text takes to say calmly, at 165 words a minute, pauses included.

    Measured on the phrases of the built-in routines with espeak-ng: within a sixth.
    """
    return 300 * (len(text.split()) + sum(text.count(stop) for stop in ".?!,;:"))


def shorter(text: str) -> str:
    """The text without its last sentence; "" if it has only one."""
    stops = [found.end() for found in _STOP.finditer(text)]
    return text[: stops[-1]] if stops else ""


def ask_back_key(own: Words) -> tuple[str, str]:
    key, does = own.ask_back_key
    return key, does.format(time=whole_seconds(RETURN_HOLD_MS))


def day(own: Words, on: "date", today: "date") -> str:
    """`24 November`, with the year if it is another year."""
    template = own.day if on.year == today.year else own.day_of_year
    return template.format(day=on.day, month=own.months[on.month - 1], year=on.year)


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
