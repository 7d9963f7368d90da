"""Sessions at the moments that are worth a look, and the golden screens drawn of them."""

import os
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from stretchcoach.core.care import cared
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.frame import Frame, frame
from stretchcoach.core.memory import Remembered, What, place_of, recall
from stretchcoach.core.routine import Position, Routine, Safety, Side, Times, WrittenCue
from stretchcoach.core.session import Command, Session, advance, begin
from stretchcoach.core.timeline import Timeline
from stretchcoach.files.folders import built_in_folder
from stretchcoach.files.routine_file import read_routine
from stretchcoach.terminal.charset import Look
from stretchcoach.terminal.draw import draw
from stretchcoach.terminal.lines import Line

SCREENS = Path(__file__).resolve().parent.parent / "screens"
_NO_GAP_MS = 10**9
# From Enter at the gate of upper-back: 29 s to get ready, holds of 30 s, 20 s and 31 s between.
_HOLD_IN_MS = 41_000
_MIRRORED_OUT_MS = 197_000
_HURTS = (Command.TOGGLE, _HOLD_IN_MS, Command.PAIN)

SCENES: dict[str, tuple[int | Command, ...]] = {
    "gate": (),
    "gate-2": (Command.SKIP,),
    "gate-known": (),
    "gate-hurt": (),
    "gate-hurt-known": (),
    "setup": (Command.READ, 30_000),
    "ready": (Command.TOGGLE, 3_000),
    "hold-in": (Command.TOGGLE, _HOLD_IN_MS),
    "hold-mirrored-out": (Command.TOGGLE, _MIRRORED_OUT_MS),
    "switch": (Command.TOGGLE, 64_000),
    "change-sides": (Command.TOGGLE, 165_000),
    "paused": (Command.TOGGLE, _HOLD_IN_MS, Command.TOGGLE),
    "away": (Command.TOGGLE, _HOLD_IN_MS, Command.AWAY),
    "lead-in": (Command.TOGGLE, _HOLD_IN_MS, Command.TOGGLE, Command.TOGGLE, 800),
    "pain": _HURTS,
    "pain-told": (*_HURTS, Command.IT_IS_PAIN),
    "numbness": (*_HURTS, Command.IT_IS_NUMBNESS),
    "emergency": (*_HURTS, Command.IT_IS_AN_EMERGENCY),
    "emergency-no-number": (*_HURTS, Command.IT_IS_AN_EMERGENCY),
    "help": (Command.TOGGLE, _HOLD_IN_MS, Command.HELP),
    "help-pain": (*_HURTS, Command.HELP),
    "finished": (Command.TOGGLE, 320_000),
}
# Where the number of the ambulance is certain in a scene.
NUMBER = "112 in the EU"
_WITHOUT_NUMBER = {"emergency-no-number"}
_KNOWN = {"gate-known", "gate-hurt-known"}
# Where the chest hurt three days ago, and the hip in the last two weeks.
_HURT = {"gate-hurt", "gate-hurt-known"}
_TODAY = date(2026, 11, 27)


def built_in(name: str = "upper-back") -> Routine:
    return read_routine(built_in_folder() / f"{name}.yaml")


@cache
def laid_out(name: str = "upper-back") -> Timeline:
    return choose(built_in(name), Choices())


@cache
def hurt_before() -> Timeline:
    """The same after pain in two of its positions."""
    _, chest, hip = (place_of(built_in(), position) for position in built_in().positions)
    lines = ((chest, 24, "one"), (hip, 10, "two"))
    pains = recall(Remembered(What.HURT, date(2026, 11, on), at, id_) for at, on, id_ in lines)
    return cared(built_in(), Choices(), pains, _TODAY)


def sample(title: str = "Sample", **others: Any) -> Routine:
    """A short routine: two positions on two sides, 16 s of holding each, one cue of its own."""
    fields: dict[str, Any] = {
        "name": "sample",
        "title": title,
        "safety": Safety(("Go in slowly.",), ("sharp pain",), "Any pain at all: stop."),
        "positions": (
            Position(
                "high",
                "High",
                "Hand up.",
                cues=(WrittenCue(2_000, "Breathe."),),
                drawing=("|@===(o)", "|    /|", "|    / \\"),
            ),
            Position("low", "Low", "Hand down."),
        ),
        "sides": (Side.LEFT, Side.RIGHT),
        "limb": "arm",
        "times": Times(3_000, 16_000, 3_000, 4_000),
        "finish": "Let go.",
    }
    return Routine(**{**fields, **others})


def live(
    timeline: Timeline,
    *steps: int | Command,
    waits: bool = True,
    emergency: str = "",
    known: bool = False,
    sounds: bool = True,
) -> Session:
    """The session after these steps: milliseconds passed and commands given, in order."""
    session, _ = begin(
        timeline,
        0,
        waits=waits,
        gap_ms=_NO_GAP_MS,
        emergency=emergency,
        known=known,
        sounds=sounds,
    )
    for step in steps:
        if isinstance(step, int):
            session, _ = advance(session, session.now_ms + step)
        else:
            session, _ = advance(session, session.now_ms, step)
    return session


def scene(name: str) -> Session:
    emergency = "" if name in _WITHOUT_NUMBER else NUMBER
    timeline = hurt_before() if name in _HURT else laid_out()
    return live(timeline, *SCENES[name], emergency=emergency, known=name in _KNOWN)


def scene_frame(name: str) -> Frame:
    return frame(scene(name))


def text_of(line: Line) -> str:
    return "".join(text for text, _ in line)


def picture(
    frame: Frame,
    columns: int,
    rows: int,
    unicode: bool = True,
    look: Look | None = Look.PATTERN,
) -> list[str]:
    return [text_of(line) for line in draw(frame, columns, rows, unicode, look)]


def check_golden(path: Path, rows: list[str]) -> None:
    """Compare a picture with its golden file; with UPDATE_SCREENS=1, write the file instead."""
    drawn = "".join(f"{row.rstrip()}\n" for row in rows)
    if os.environ.get("UPDATE_SCREENS"):
        if os.environ.get("CI"):
            pytest.fail("UPDATE_SCREENS is set in CI, where golden screens are only compared.")
        path.write_text(drawn, encoding="utf-8", newline="\n")
        return
    how = "Regenerate with UPDATE_SCREENS=1 pytest tests/terminal, then look at the difference."
    if not path.exists():
        pytest.fail(f"There is no golden screen {path.name}. {how}")
    golden = path.read_text(encoding="utf-8")
    if drawn != golden:
        pytest.fail(f"{path.name} is drawn differently. {how}\n\nGolden:\n{golden}\nNow:\n{drawn}")
