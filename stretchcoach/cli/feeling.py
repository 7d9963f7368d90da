"""Asks after a session where it was felt, for one key, and keeps the answer."""

from shutil import get_terminal_size
from typing import TYPE_CHECKING

from stretchcoach.cli.felt_before import earlier_that_day, said_after
from stretchcoach.core import words
from stretchcoach.core.drawing import to_ascii
from stretchcoach.core.felt import (
    ENOUGH_IN_A_ROW,
    as_variation,
    asks_again,
    changes,
    in_a_row,
)
from stretchcoach.core.outcome import Ended
from stretchcoach.core.routine import Answer, Routine
from stretchcoach.core.session import Mode, Session, outcome
from stretchcoach.errors import CoachError
from stretchcoach.files.folders import look
from stretchcoach.files.write import variation, write_routine
from stretchcoach.terminal.charset import can_show_unicode
from stretchcoach.terminal.keys import one_key
from stretchcoach.terminal.lines import cell_len, wrap

if TYPE_CHECKING:
    from stretchcoach.cli.keeping import Keeping
    from stretchcoach.terminal.out import Out

# How long to wait for the answer: the person may have gone away.
_WAIT_S = 120


def ask(session: Session, keeping: "Keeping", out: "Out") -> None:
    """Ask, if there is something to ask, and somebody to answer."""
    routine = session.timeline.routine
    told = outcome(session)
    held = any(one.ended is Ended.DONE for one in told.holds)
    whole = session.mode is Mode.FINISHED and held and not told.hurt
    past = keeping.kept
    if not (whole and routine.after and past):
        return
    if not asks_again(routine, earlier_that_day(routine, past)):
        return
    own = words.of(routine.language)
    answers = [f"  {answer.key}  {answer.felt}" for answer in routine.after]
    _print(out, "", own.where_felt, *answers, f"  {own.no_answer}")
    key = one_key(_WAIT_S).lower()
    answer = next((one for one in routine.after if one.key == key), None)
    if answer is None:
        return
    fault = keeping.keep_felt(answer.id)
    different = changes(own, answer, routine)
    if fault:
        _print(out, own.answer_is_not_kept.format(reason=fault))
    else:
        _print(out, own.next_time.format(changes=different) if different else f"{answer.felt}.")
        if in_a_row([*filter(None, said_after(routine))]) == ENOUGH_IN_A_ROW:
            _offer(routine, answer, out)


def _offer(routine: Routine, answer: Answer, out: "Out") -> None:
    """Offer to write the answer's changes as a routine of the person's own."""
    lines, name = as_variation(answer, routine), f"my-{routine.name}"
    if not lines or routine.name not in {entry.name for entry in look().entries()}:
        return  # a routine that was run by its path has no name to extend
    own = words.of(routine.language)
    _print(out, "", own.write_it_down.format(name=name), "", *lines.splitlines(), "", own.y_or_not)
    if one_key(_WAIT_S).lower() not in own.yes:
        return
    try:
        path = write_routine(name, (variation(name, routine.name) + lines).encode())
    except CoachError as error:
        _print(out, error.message, error.hint)
    else:
        _print(out, own.written_down.format(path=path, name=name))


def _print(out: "Out", *lines: str) -> None:
    columns = get_terminal_size().columns
    fitted = ([line] if cell_len(line) <= columns else wrap(line, columns) for line in lines)
    told = tuple(line for parts in fitted for line in parts)
    print("\n".join(told if can_show_unicode(out) else to_ascii(told)), file=out, flush=True)
