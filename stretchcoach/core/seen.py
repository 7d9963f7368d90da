"""Which routines a person has been led through before, so that the gate can be short.

Each routine is one line: its name, and a checksum of its contents. So a routine that has changed
counts as a new one.
"""

import zlib
from collections.abc import Sequence

from stretchcoach.core.routine import Routine
from stretchcoach.core.session import Session
from stretchcoach.core.timeline import Kind

LINES_MAX = 200


def line_of(routine: Routine) -> str:
    return f"{routine.name} {zlib.crc32(repr(routine).encode(errors='replace')):08x}"


def with_it(lines: Sequence[str], routine: Routine) -> tuple[str, ...]:
    """The lines, with this routine's as the newest. Too old ones are dropped."""
    line = line_of(routine)
    return (*(one for one in lines if one != line), line)[-LINES_MAX:]


def was_read_before(session: Session) -> bool:
    """Whether the session went through its gate, and came to a first hold."""
    stages = session.timeline.stages
    begun = any(stage.kind is Kind.HOLD for stage in stages[: session.stage_no + 1])
    return begun and stages[0].kind is Kind.GATE
