"""The commands of a session."""

from enum import Enum


class Command(Enum):
    """A command of the person or, for AWAY, of the terminal."""

    TOGGLE = "begin, pause, go on"
    SKIP = "skip"
    BACK = "back"
    RESTART = "restart the hold"
    PAIN = "it hurts"
    IT_IS_PAIN = "it is pain"
    IT_IS_NUMBNESS = "it is numbness, tingling or dizziness"
    IT_IS_AN_EMERGENCY = "it is the chest, or a stroke"
    STOP = "stop"
    MUTE = "mute"
    HELP = "help"
    AWAY = "nobody was being led"
    ASK_BACK = "at the gate: what memory has left out"
    READ = "at the gate: the setup, step by step"
