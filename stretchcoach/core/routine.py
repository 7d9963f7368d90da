"""What an author writes: a routine, its positions, and the limits that keep it safe to follow."""

from enum import Enum
from typing import NamedTuple

from stretchcoach.core.breath import Breath

# Holds of 10 to 30 s are what the American College of Sports Medicine recommends for most adults,
# and up to 60 s for older ones (Garber et al., 2011, doi:10.1249/MSS.0b013e318213fefb).
HOLD_MIN_MS, HOLD_MAX_MS = 10_000, 60_000
# A hold that was shortened to fit a total keeps at least this much.
FITTED_HOLD_MIN_MS = 15_000
# What comes back after pain is held for this long, once.
RETURN_HOLD_MS = 15_000
BREATH_MIN_MS, BREATH_MAX_MS = 2_000, 12_000
PAUSE_MIN_MS, PAUSE_MAX_MS = 3_000, 60_000
POSITIONS_MAX = 20
# In how many ways a cue may be said.
SAYINGS_MAX = 7
# Each is one key, and all of them stand in a few lines.
ANSWERS_MAX = 8
SESSION_MAX_MS = 60 * 60_000
# Parts of the body that a position can load. Pain in one of them counts in every routine.
AREAS = (
    *("neck", "shoulder", "upper back", "lower back", "chest", "elbow", "wrist"),
    *("hip", "thigh", "knee", "calf", "ankle"),
)


class Side(Enum):
    """The working arm (or leg, hip …)."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Side":
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class WrittenCue(NamedTuple):
    """Words an author wants said in a hold: at `at_ms` from its start, or half-way if None.

    `others` are said in place of `words` on other days, `briefly` on the second side and to a
    person who knows the routine; to them nothing is said where that is "".
    """

    at_ms: int | None
    words: str
    others: tuple[str, ...] = ()
    briefly: str = ""

    def on(self, day: int) -> "WrittenCue":
        """What is said on this day, which may be counted from anywhere."""
        told = (self.words, *self.others)
        return self._replace(words=told[day % len(told)], others=())


class Times(NamedTuple):
    """How long each kind of stage lasts: holds 10,000 to 60,000 ms, others 3,000 to 60,000."""

    ready_ms: int = 15_000
    hold_ms: int = 30_000
    switch_ms: int = 12_000
    change_sides_ms: int = 20_000


class Safety(NamedTuple):
    """What must be read before, the signs to stop at, and the one line that stays in sight."""

    before: tuple[str, ...]
    stop_signs: tuple[str, ...]
    during: str


class SoundOptions(NamedTuple):
    """What of a routine is heard beside its chimes; a person's own choice may be quieter still."""

    breath_tones: bool = True
    voice: bool = True


class Move(NamedTuple):
    """One step of a figure's motion: its name, and by keys what moves where."""

    name: str
    changes: tuple[tuple[str, str], ...] = ()


class Figure(NamedTuple):
    """A body at a prop and how it moves, in the author's words; `core/figures.py` makes it move."""

    prop: str = "nothing"
    start: str = ""
    moves: tuple[Move, ...] = ()
    works: tuple[str, ...] = ()
    felt: tuple[str, ...] = ()
    views: tuple[str, ...] = ("front",)
    near: str = ""


class Position(NamedTuple):
    """One thing to hold.

    `hand` is the short line said while getting into it; `briefly` says the same in fewer words to
    who has been told more before. `figure` and `drawing` show the routine's `drawn_for` side, and
    where there are both it is the figure that is shown. `hold_ms` is None
    where the routine's own hold time applies, and `view` is "" where its own view does. `areas` are
    those of `AREAS` that it loads.
    """

    id: str
    title: str
    hand: str
    how: tuple[str, ...] = ()
    felt: str = ""
    not_felt: str = ""
    hold_ms: int | None = None
    cues: tuple[WrittenCue, ...] = ()
    drawing: tuple[str, ...] = ()
    view: str = ""
    figure: Figure | None = None
    briefly: str = ""
    areas: tuple[str, ...] = ()


class OtherHold(NamedTuple):
    """A position that is held for another time."""

    id: str
    hold_ms: int


class Answer(NamedTuple):
    """One answer to where a stretch was felt most, and what is different for it the next time.

    `key` gives it. `offer` names another routine. `positions` are held for another time, `order` is
    theirs. `warn` has the wrong way warned of in each hold, `step` what to do if nothing is felt
    said early in each.
    """

    id: str
    key: str
    felt: str
    offer: str = ""
    positions: tuple[OtherHold, ...] = ()
    order: tuple[str, ...] = ()
    warn: bool = False
    step: bool = False


class Routine(NamedTuple):
    """One YAML file, as its author meant it.

    `sides` is empty for a routine that has none; `limb` is the word after "left" and "right", the
    program's own word if "".
    `caution` says who should not do it, `finish` is said at the end. `extends` names the routine
    that this one is a variation of, `root` the one that it is in the end, however many lie between,
    and `changes` says what it has of its own. `language` is the BCP 47 tag of its words, which the
    voice follows. `posture` are short lines for the hours between two sessions. `view` says from
    where the drawings are seen. `stand` is said before the first hold, and `until` after its hand,
    `between` between two positions of the first side, `other_side` at the change of sides,
    `wrong_way` early in the first hold of each side. `after` are the answers to where it was
    felt; without them it is not asked.
    """

    name: str
    title: str
    safety: Safety
    positions: tuple[Position, ...]
    summary: str = ""
    author: str = ""
    source: str = ""
    caution: tuple[str, ...] = ()
    setup: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    limb: str = ""
    breath: Breath = Breath()
    times: Times = Times()
    drawn_for: Side = Side.LEFT
    finish: str = ""
    posture: tuple[str, ...] = ()
    view: str = ""
    stand: str = ""
    until: str = ""
    between: str = ""
    other_side: str = ""
    wrong_way: str = ""
    language: str = "en"
    sound: SoundOptions = SoundOptions()
    after: tuple[Answer, ...] = ()
    extends: str = ""
    changes: tuple[str, ...] = ()
    root: str = ""

    @property
    def kept_name(self) -> str:
        """The name as it is kept with what is remembered: a file may have one that is no text."""
        return self.name.encode(errors="replace").decode()

    def hold_ms(self, position: Position) -> int:
        """How long this position is held, in milliseconds."""
        return self.times.hold_ms if position.hold_ms is None else position.hold_ms

    def view_of(self, position: Position) -> str:
        """From where this position's drawing is seen."""
        return position.view or self.view

    def mirrors(self, side: Side | None) -> bool:
        """Whether its figures and drawings are seen mirrored where they are for this side."""
        return side not in (None, self.drawn_for)

    @property
    def length_ms(self) -> int:
        """How long the whole of it lasts, without laying it out."""
        times, rounds = self.times, len(self.sides) or 1
        switches_ms = (len(self.positions) - 1) * times.switch_ms
        a_side_ms = sum(map(self.hold_ms, self.positions)) + switches_ms
        return times.ready_ms + rounds * a_side_ms + (rounds - 1) * times.change_sides_ms
