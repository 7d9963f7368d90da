"""The routine file: which keys there are, what they take, and reading one from disk."""

import re
from pathlib import Path

from stretchcoach.core.breath import Breath
from stretchcoach.core.routine import (
    BREATH_MAX_MS,
    BREATH_MIN_MS,
    HOLD_MAX_MS,
    HOLD_MIN_MS,
    PAUSE_MAX_MS,
    PAUSE_MIN_MS,
    POSITIONS_MAX,
    SESSION_MAX_MS,
    Position,
    Routine,
    Safety,
    Side,
    Times,
    WrittenCue,
)
from stretchcoach.errors import CoachError
from stretchcoach.files.decode import (
    ById,
    Drawing,
    Duration,
    Either,
    Field,
    ListOf,
    OneOf,
    Record,
    Text,
    value_at,
)
from stretchcoach.files.nodes import Fault, FaultsError, Node, Place, parse

FILE_MAX_BYTES = 1024 * 1024
# The largest drawing that stands beside the countdown on a screen of 80 × 24.
DRAWING_MAX_COLUMNS, DRAWING_MAX_ROWS = 36, 12

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LINE = Text(160)
_LINES = ListOf(_LINE, 1, 12)
_SIDE = OneOf({side.value: side for side in Side})
_HOLD = Duration(HOLD_MIN_MS, HOLD_MAX_MS)
_PAUSE = Duration(PAUSE_MIN_MS, PAUSE_MAX_MS)
_PHASE = Duration(BREATH_MIN_MS, BREATH_MAX_MS)

_CUE = Record(
    WrittenCue,
    {
        "at": Field("at_ms", Either("half", None, Duration(0, HOLD_MAX_MS)), required=True),
        "say": Field("words", Text(120), required=True),
    },
)
_POSITION = Record(
    Position,
    {
        "title": Field("title", Text(24), required=True),
        "hand": Field("hand", Text(60), required=True),
        "how": Field("how", _LINES),
        "felt": Field("felt", _LINE),
        "not_felt": Field("not_felt", _LINE),
        "hold": Field("hold_ms", _HOLD),
        "cues": Field("cues", ListOf(_CUE, 1, 12)),
        "drawing": Field("drawing", Drawing(DRAWING_MAX_COLUMNS, DRAWING_MAX_ROWS)),
    },
)
_ROUTINE_FIELDS = {
    "title": Field("title", Text(32), required=True),
    "summary": Field("summary", _LINE),
    "source": Field("source", _LINE),
    "sides": Field("sides", ListOf(_SIDE, 0, 2)),
    "limb": Field("limb", Text(12)),
    "drawn_for": Field("drawn_for", _SIDE),
    "breath": Field(
        "breath",
        Record(
            Breath,
            {
                "in": Field("in_ms", _PHASE, required=True),
                "out": Field("out_ms", _PHASE, required=True),
            },
        ),
    ),
    "times": Field(
        "times",
        Record(
            Times,
            {
                "ready": Field("ready_ms", _PAUSE),
                "hold": Field("hold_ms", _HOLD),
                "switch": Field("switch_ms", _PAUSE),
                "change_sides": Field("change_sides_ms", _PAUSE),
            },
        ),
    ),
    "setup": Field("setup", _LINES),
    "form": Field("form", _LINES),
    "safety": Field(
        "safety",
        Record(
            Safety,
            {
                "before": Field("before", _LINES, required=True),
                "stop_signs": Field("stop_signs", ListOf(Text(60), 1, 12), required=True),
                "during": Field("during", Text(60), required=True),
            },
        ),
        required=True,
    ),
    "positions": Field(
        "positions",
        ById(_POSITION, lambda id_: bool(_NAME.fullmatch(id_)), POSITIONS_MAX),
        required=True,
    ),
    "finish": Field("finish", Text(120)),
}


class RoutineFileError(CoachError):
    """A routine file with faults; the message has one line for each, with its place."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        self.path = path
        self.faults = sorted(faults)
        lines = (
            f"{path}:{fault.place.line}:{fault.place.column}: "
            + (f"{fault.where}: " if fault.where else "")
            + fault.what
            for fault in self.faults
        )
        super().__init__("\n".join(lines), "Mend the file and try again.")


def read_routine(path: Path) -> Routine:
    """The routine in this file, named after it. Raises CoachError for anything wrong with it."""
    try:
        root = parse(_read_text(path))
    except FaultsError as error:
        raise RoutineFileError(path, list(error.faults)) from None
    faults: list[Fault] = []
    record = Record(Routine, _ROUTINE_FIELDS, (("name", path.stem),))
    routine: Routine | None = record.decode(root, "", faults)
    if routine is not None:
        faults += _faults_across(routine, root)
    if faults or routine is None:
        raise RoutineFileError(path, faults)
    return routine


def _read_text(path: Path) -> str:
    """The file's text; only a regular file is opened, so that a pipe or device cannot hang us."""
    try:
        if path.exists() and not path.is_file():
            what = "a folder" if path.is_dir() else "not a regular file"
            raise CoachError(f"{path} is {what}, so it is no routine.", "Name a .yaml file.")
        with path.open("rb") as file:
            data = file.read(FILE_MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CoachError(f"{path} cannot be read: {reason}.", "Check the path.") from None
    if len(data) > FILE_MAX_BYTES:
        raise FaultsError(Fault(Place(), "", "larger than 1 MiB, which no routine needs to be"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        place = Place(before.count(b"\n") + 1, column)
        raise FaultsError(Fault(place, "", "not UTF-8; save the file as UTF-8")) from None


def _faults_across(routine: Routine, root: Node) -> list[Fault]:
    """What only shows when the parts are held against each other."""
    faults = []
    if routine.breath.out_ms < routine.breath.in_ms:
        place = value_at(root, "breath", "out").place
        faults.append(Fault(place, "breath.out", "the exhale is shorter than the inhale"))
    if len(set(routine.sides)) < len(routine.sides):
        place = value_at(root, "sides").place
        faults.append(Fault(place, "sides", "the same side twice"))
    holds_ms = sum(routine.hold_ms(position) for position in routine.positions)
    if holds_ms * (len(routine.sides) or 1) > SESSION_MAX_MS:
        place = value_at(root, "positions").place
        faults.append(Fault(place, "positions", "more than 60 minutes of holds"))
    for position in routine.positions:
        faults += _cue_faults(routine, position, root)
    return faults


def _cue_faults(routine: Routine, position: Position, root: Node) -> list[Fault]:
    where = f"positions.{position.id}.cues"
    place = value_at(root, "positions", position.id, "cues").place
    hold_ms = routine.hold_ms(position)
    moments = [hold_ms // 2 if cue.at_ms is None else cue.at_ms for cue in position.cues]
    faults = []
    if any(at_ms >= hold_ms for at_ms in moments):
        faults.append(Fault(place, where, f"a cue at or after the hold's end ({hold_ms // 1000}s)"))
    if len(set(moments)) < len(moments):
        faults.append(Fault(place, where, "two cues at the same moment"))
    return faults
