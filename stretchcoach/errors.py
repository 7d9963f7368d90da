"""Exit codes, and the one kind of failure that has a message for the person."""

EXIT_FAULT = 1
EXIT_DEFECT = 3
EXIT_STOPPED = 130
EXIT_SIGNAL = 128  # plus the signal's number, as shells do
EXIT_BROKEN_PIPE = 141
EXIT_HANGUP = EXIT_SIGNAL + 1


class CoachError(Exception):
    """An expected fault: something outside the program is not as it needs to be.

    `message` says what is wrong and where; `hint` what to do next (may be empty); `exit_code` is
    what the process ends with.
    """

    def __init__(self, message: str, hint: str = "", exit_code: int = EXIT_FAULT) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.exit_code = exit_code

    def told(self, *, excerpts: bool) -> str:
        """The text to print. Some errors can add `excerpts` for a person at a terminal."""
        del excerpts
        return self.message
