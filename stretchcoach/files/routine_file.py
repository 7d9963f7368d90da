"""Reads a routine from its file, and reports every fault in it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from stretchcoach.core.choices import has_blanks
from stretchcoach.core.figures import wrong_with
from stretchcoach.core.harmless import harmless
from stretchcoach.core.routine import SESSION_MAX_MS, Position, Routine
from stretchcoach.core.words import BLANKS
from stretchcoach.errors import CoachError
from stretchcoach.files.folders import Known, look
from stretchcoach.files.format import routine_record
from stretchcoach.files.nodes import (
    TOLD_AT_MOST,
    Fault,
    Faults,
    FaultsError,
    Location,
    Mapping,
    Node,
    Scalar,
    Sequence,
    value_at,
)
from stretchcoach.files.regular import Opened
from stretchcoach.files.source import Reading, Source, read_source
from stretchcoach.nearest import meant

_EXCERPT_COLUMNS = 100
_TWO_CUES = "two cues at the same moment"


class Excerpts:
    """Lines of the files, from the texts that were read."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self._lines: dict[str, list[str]] = {}

    def at(self, location: Location) -> str:
        """The line at this location with a caret under it; "" where there is no such line."""
        if location.file not in self._lines:
            self._lines[location.file] = self._texts.get(location.file, "").splitlines()
        lines = self._lines[location.file][location.line - 1 : location.line]
        if not lines:
            return ""
        shown = harmless(lines[0][:_EXCERPT_COLUMNS].replace("\t", " "))
        caret = " " * (min(location.column, _EXCERPT_COLUMNS) - 1) + "^"
        return f"\n    {shown}\n    {caret}"


class RoutineFileError(CoachError):
    """A routine file with faults. The message has one line for each, with its location."""

    def __init__(
        self, path: Path, faults: Iterable[Fault], texts: dict[str, str] | None = None
    ) -> None:
        self.path = path
        self.faults = list(faults)
        self.excerpts = Excerpts(texts or {})
        lines = (located(path, fault) for fault in self.faults)
        super().__init__("\n".join(lines), "Mend the file and try again.")

    def told(self, *, excerpts: bool) -> str:
        """The message; with `excerpts`, the line of each fault stands under it."""
        if not excerpts:
            return self.message
        return "\n".join(located(self.path, f) + self.excerpts.at(f.location) for f in self.faults)


def located(path: Path, fault: Fault, kind: str = "") -> str:
    """`file:line:column: where: what`, a form that editors and tools know."""
    location = fault.location
    where = f"{fault.where}: " if fault.where else ""
    at = f"{location.file or path}:{location.line}:{location.column}"
    told = f"{where}{fault.what}"
    if len(told) > TOLD_AT_MOST:
        told = f"{told[:TOLD_AT_MOST]}…"
    return harmless(f"{at}: {kind}{told}")


def read_routine(path: Path, known: Known | None = None) -> Routine:
    """The routine in this file, named after it. Raises CoachError for all its faults."""
    return read_with_source(path, reading_with(known))[0]


def reading_with(known: Known | None = None) -> Reading:
    """The state before anything is read. Without `known` it looks into the folders."""
    return Reading(look() if known is None else known, Faults(), texts={}, chain=[])


def read_with_source(
    path: Path, reading: Reading, opened: Opened | None = None
) -> tuple[Routine, Source]:
    """The routine, and the tree that it was decoded from, with its locations."""
    faults = reading.faults
    try:
        source = read_source(path, reading, opened)
        also = {
            "name": path.stem,
            "extends": source.extends,
            "changes": source.changes,
            "root": reading.chain[-1].name,
        }
        routine: Routine | None = routine_record(**also).decode(source.root, "", faults)
        _check_order(source.root, faults)
        if routine is not None and not faults.count:
            _check_across(routine, source.root, faults)
    except FaultsError as error:
        found = [*sorted(faults), *error.faults]
        raise RoutineFileError(path, found, reading.texts) from None
    if faults.count or routine is None:
        raise RoutineFileError(path, sorted(faults), reading.texts)
    return routine, source


def _check_order(root: Node, faults: Faults) -> None:
    """Check `order` against `positions`, even after other faults, so that all are told at once."""
    order, positions = value_at(root, "order"), value_at(root, "positions")
    if not isinstance(order, Sequence) or not isinstance(positions, Mapping) or positions is root:
        return
    have = [key.text for key, _ in positions.pairs if isinstance(key, Scalar)]
    listed = [item for item in order.items if isinstance(item, Scalar)]
    unknown = [item for item in listed if item.text not in have]
    for item in unknown:
        what = f"there is no position {item.text!r}" + meant(item.text, have)
        faults.append(Fault(item.location, "order", what))
    if not unknown and sorted(item.text for item in listed) != sorted(have):
        what = f"each position must stand here once: {', '.join(have)}"
        faults.append(Fault(order.location, "order", what))


def _check_across(routine: Routine, root: Node, faults: Faults) -> None:
    """Check parts of the routine against each other."""

    def fault(what: str, *path: str) -> None:
        faults.append(Fault(value_at(root, *path).location, ".".join(path), what))

    if routine.breath.out_ms < routine.breath.in_ms:
        fault("the exhale is shorter than the inhale", "breath", "out")
    if len(set(routine.sides)) < len(routine.sides):
        fault("the same side twice", "sides")
    if routine.length_ms > SESSION_MAX_MS:
        fault("the whole session lasts more than 60 minutes", "positions")
    for one in _answer_faults(routine, root):
        faults.append(one)
    for key in ("stand", "until", "between", "other_side"):
        if not routine.sides and any(blank in getattr(routine, key) for blank in BLANKS):
            fault(f"{' and '.join(BLANKS)} need `sides`", key)
    for position in routine.positions:
        if not routine.sides and has_blanks(position):
            fault(f"{' and '.join(BLANKS)} need `sides`", "positions", position.id)
        for one in _cue_faults(routine, position, root):
            faults.append(one)
        for keys, what in wrong_with(position.figure) if position.figure else ():
            fault(what, "positions", position.id, "figure", *keys)


def _answer_faults(routine: Routine, root: Node) -> Iterator[Fault]:
    """Faults of answers: two with one key, and unknown positions.

    Inherited answers may name a position that a variation leaves out.
    """
    have = [position.id for position in routine.positions]
    keys: dict[str, str] = {}
    for answer in routine.after:
        node = value_at(root, "after", answer.id)
        where = f"after.{answer.id}"
        if answer.key in keys:
            what = f"{keys[answer.key]} is by {answer.key!r}, too"
            yield Fault(value_at(node, "key").location, f"{where}.key", what)
        keys[answer.key] = answer.id
        for key, ids in (
            ("order", answer.order),
            ("positions", [position.id for position in answer.positions]),
        ):
            location = value_at(node, key).location
            for id_ in ids:
                if id_ not in have and not location.file:
                    yield Fault(
                        location,
                        f"{where}.{key}",
                        f"there is no position {id_!r}" + meant(id_, have),
                    )


def _cue_faults(routine: Routine, position: Position, root: Node) -> list[Fault]:
    where = f"positions.{position.id}.cues"
    location = value_at(root, "positions", position.id, "cues").location
    # Inherited cues were written for another hold. Cues after the end of a shorter hold are left
    # out, as with --hold. If one falls on half-way, the cue for half-way stays.
    if location.file:
        written = [cue.at_ms for cue in position.cues]
        return [] if len(set(written)) == len(written) else [Fault(location, where, _TWO_CUES)]
    hold_ms = routine.hold_ms(position)
    moments = [hold_ms // 2 if cue.at_ms is None else cue.at_ms for cue in position.cues]
    faults = []
    if any(at_ms >= hold_ms for at_ms in moments):
        faults.append(
            Fault(location, where, f"a cue at or after the hold's end ({hold_ms // 1000}s)")
        )
    if len(set(moments)) < len(moments):
        faults.append(Fault(location, where, _TWO_CUES))
    return faults
