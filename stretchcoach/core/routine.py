"""A routine as its author writes it, and the limits that keep it safe."""

from enum import Enum
from typing import NamedTuple

from stretchcoach.core.breath import Breath

# Holds of 10 to 30 s are what the American College of Sports Medicine recommends for most adults,
# and up to 60 s for older ones (Garber et al., 2011, doi:10.1249/MSS.0b013e318213fefb).
HOLD_MIN_MS, HOLD_MAX_MS = 10_000, 60_000
# The least length of a hold that was shortened to fit a total.
FITTED_HOLD_MIN_MS = 15_000
# How long a position is held when it comes back after pain.
RETURN_HOLD_MS = 15_000
BREATH_MIN_MS, BREATH_MAX_MS = 2_000, 12_000
PAUSE_MIN_MS, PAUSE_MAX_MS = 3_000, 60_000
POSITIONS_MAX = 20
# How many wordings a cue may have.
SAYINGS_MAX = 7
# Each answer is one key, and all must fit a few lines.
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
    """Words for a moment in a hold: at `at_ms` from its start, or half-way if None.

    `others` replace `words` on other days. `briefly` replaces them on the second side, and for a
    person who knows the routine; if it is "", nothing is said then.
    """

    at_ms: int | None
    words: str
    others: tuple[str, ...] = ()
    briefly: str = ""

    def on(self, day: int) -> "WrittenCue":
        """The cue with its wording for this day. Days may be counted from anywhere."""
        told = (self.words, *self.others)
        return self._replace(words=told[day % len(told)], others=())


class Times(NamedTuple):
    """How long each kind of stage lasts: holds 10,000 to 60,000 ms, others 3,000 to 60,000."""

    ready_ms: int = 15_000
    hold_ms: int = 30_000
    switch_ms: int = 12_000
    change_sides_ms: int = 20_000


class Safety(NamedTuple):
    """The text to read before, the signs to stop at, and the line that always stays visible."""

    before: tuple[str, ...]
    stop_signs: tuple[str, ...]
    during: str


class SoundOptions(NamedTuple):
    """The sounds of a routine besides its chimes. A person may turn off more of them."""

    breath_tones: bool = True
    voice: bool = True


class Move(NamedTuple):
    """One step of a figure's motion: its name, and its changes as keys and values."""

    name: str
    changes: tuple[tuple[str, str], ...] = ()


class Figure(NamedTuple):
    """A body at a prop and its motion, in the author's words; see `core/figures.py`."""

    prop: str = "nothing"
    start: str = ""
    moves: tuple[Move, ...] = ()
    works: tuple[str, ...] = ()
    felt: tuple[str, ...] = ()
    views: tuple[str, ...] = ("front",)
    near: str = ""


class Position(NamedTuple):
    """One thing to hold.

    `hand` is the short line that is said while getting into it. `briefly` says the same in fewer
    words, for a person who has heard it. `figure` and `drawing` show the routine's `drawn_for`
    side; if there are both, the figure is shown. If `hold_ms` is None, or `view` is "", the
    routine's own value holds. `areas` are those of `AREAS` that it loads.
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
    """One answer to where a stretch was felt most, and its changes to the next session.

    `key` gives it. `offer` names another routine. `positions` are held for another time. `order` is
    the new order. With `warn`, each hold warns of the wrong way. With `step`, each hold says early
    what to do if nothing is felt.
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

    `sides` is empty for a routine that has none. `limb` is the word after "left" and "right"; ""
    means the program's own word. `caution` says who should not do it. `finish` is said at the end.
    `extends` names the routine that this one varies, `root` the last one in that chain, and
    `changes` are the keys that it sets itself. `language` is the BCP 47 tag of its words, which the
    voice follows. `posture` are short lines for the hours between two sessions. `view` is the
    viewpoint of the drawings. `stand` is said before the first hold, and `until` after its hand;
    `between` between two positions of the first side; `other_side` at the change of sides;
    `wrong_way` early in the first hold of each side. `after` are the answers to where it was felt;
    without them the program does not ask.
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
        """The name for the history and the memory. A file's name may not be valid text."""
        return self.name.encode(errors="replace").decode()

    def hold_ms(self, position: Position) -> int:
        """How long this position is held, in milliseconds."""
        return self.times.hold_ms if position.hold_ms is None else position.hold_ms

    def view_of(self, position: Position) -> str:
        """The viewpoint of this position's drawing."""
        return position.view or self.view

    def mirrors(self, side: Side | None) -> bool:
        """Whether its figures and drawings are mirrored for this side."""
        return side not in (None, self.drawn_for)

    @property
    def length_ms(self) -> int:
        """The length of the whole session, without laying it out."""
        times, rounds = self.times, len(self.sides) or 1
        switches_ms = (len(self.positions) - 1) * times.switch_ms
        a_side_ms = sum(map(self.hold_ms, self.positions)) + switches_ms
        return times.ready_ms + rounds * a_side_ms + (rounds - 1) * times.change_sides_ms
