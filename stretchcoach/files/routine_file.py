"""Reading a routine from its file, with every fault that is in it."""

from pathlib import Path

from stretchcoach.core.harmless import harmless
from stretchcoach.core.routine import SESSION_MAX_MS, Position, Routine
from stretchcoach.core.words import BLANKS
from stretchcoach.errors import CoachError
from stretchcoach.files.format import routine_record
from stretchcoach.files.nodes import (
    Fault,
    FaultsError,
    Node,
    Place,
    Scalar,
    Sequence,
    value_at,
)
from stretchcoach.files.source import Source, read_source

# A fault may quote a value, and a value may be as long as the file.
TOLD_AT_MOST = 300


class RoutineFileError(CoachError):
    """A routine file with faults; the message has one line for each, with its place."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        self.path = path
        # An alias names the same node again and again; what is wrong with it is told once.
        once = {(fault.place, fault.what): fault for fault in reversed(faults)}
        self.faults = sorted(once.values())
        lines = (located(path, fault) for fault in self.faults)
        super().__init__("\n".join(lines), "Mend the file and try again.")

    def told(self, *, excerpts: bool) -> str:
        """The message, with the line of each fault under it where there are to be excerpts."""
        if not excerpts:
            return self.message
        return "\n".join(located(self.path, f) + excerpt(self.path, f.place) for f in self.faults)


def located(path: Path, fault: Fault, kind: str = "") -> str:
    """`file:line:column: where: what`, as editors and tools know it."""
    place = fault.place
    where = f"{fault.where}: " if fault.where else ""
    at = f"{place.file or path}:{place.line}:{place.column}"
    told = f"{where}{fault.what}"
    if len(told) > TOLD_AT_MOST:
        told = f"{told[:TOLD_AT_MOST]}…"
    return harmless(f"{at}: {kind}{told}")


def excerpt(path: Path, place: Place) -> str:
    """The line at this place with a caret under it; nothing where it cannot be shown."""
    try:
        text = Path(place.file or path).read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return ""
    lines = text.splitlines()[place.line - 1 : place.line]
    if not lines:
        return ""
    shown = harmless(lines[0].replace("\t", " "))[:100]
    caret = " " * (min(place.column, 100) - 1) + "^"
    return f"\n    {shown}\n    {caret}"


def read_routine(path: Path) -> Routine:
    """The routine in this file, named after it. Raises CoachError for anything wrong with it."""
    return read_with_source(path)[0]


def read_with_source(path: Path) -> tuple[Routine, Source]:
    """The routine, and the tree it was read from, which knows the place of everything in it."""
    faults: list[Fault] = []
    try:
        source = read_source(path, faults)
    except FaultsError as error:
        raise RoutineFileError(path, [*faults, *error.faults]) from None
    also = {"name": path.stem, "extends": source.extends, "changes": source.changes}
    routine: Routine | None = routine_record(**also).decode(source.root, "", faults)
    if routine is not None and not faults:
        faults += _faults_across(routine, source.root)
    if faults or routine is None:
        raise RoutineFileError(path, faults)
    return routine, source


def _faults_across(routine: Routine, root: Node) -> list[Fault]:
    """What only shows when the parts are held against each other."""
    faults = []

    def fault(what: str, *path: str) -> None:
        faults.append(Fault(value_at(root, *path).place, ".".join(path), what))

    if routine.breath.out_ms < routine.breath.in_ms:
        fault("the exhale is shorter than the inhale", "breath", "out")
    if len(set(routine.sides)) < len(routine.sides):
        fault("the same side twice", "sides")
    if routine.length_ms > SESSION_MAX_MS:
        fault("the whole session lasts more than 60 minutes", "positions")
    order = value_at(root, "order")
    if isinstance(order, Sequence):
        listed = [item.text for item in order.items if isinstance(item, Scalar)]
        if sorted(listed) != sorted(position.id for position in routine.positions):
            have = ", ".join(position.id for position in routine.positions)
            fault(f"each position must stand here once: {have}", "order")
    for position in routine.positions:
        if not routine.sides and any(
            blank in text for text in _sided(position) for blank in BLANKS
        ):
            fault(f"{' and '.join(BLANKS)} need `sides`", "positions", position.id)
        faults += _cue_faults(routine, position, root)
    return faults


def _sided(position: Position) -> list[str]:
    said = [cue.words for cue in position.cues]
    return [position.hand, *position.how, position.felt, position.not_felt, *said]


def _cue_faults(routine: Routine, position: Position, root: Node) -> list[Fault]:
    where = f"positions.{position.id}.cues"
    place = value_at(root, "positions", position.id, "cues").place
    hold_ms = routine.hold_ms(position)
    moments = [hold_ms // 2 if cue.at_ms is None else cue.at_ms for cue in position.cues]
    faults = []
    # Inherited cues beyond a shortened hold are just left out, as with --hold.
    if not place.file and any(at_ms >= hold_ms for at_ms in moments):
        faults.append(Fault(place, where, f"a cue at or after the hold's end ({hold_ms // 1000}s)"))
    if len(set(moments)) < len(moments):
        faults.append(Fault(place, where, "two cues at the same moment"))
    return faults
