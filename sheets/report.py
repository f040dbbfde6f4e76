"""The line of a report: what is said of one row, and what is to be done with it."""

from dataclasses import dataclass, field
from typing import Any

from ..rules.finding import Finding


@dataclass(slots=True)
class Line:
    """One row of the file: what it says, what will be done, what is to be told.

    ``action`` is create, update, merge, or skip; ``target`` the record that exists already.
    """

    number: int
    label: str = ""
    notes: list[Finding] = field(default_factory=list)
    vals: dict[str, Any] = field(default_factory=dict)
    action: str = "create"
    target: int | None = None
    blocking: bool = False
    data: dict[str, Any] = field(default_factory=dict)

    def say(self, code: str, level: str = "", **args: Any) -> None:
        """Add a note; an error stops the import until somebody decides."""
        self.notes.append(Finding(code, args, level=level))
        if level == "error":
            self.blocking = True

    @property
    def status(self) -> str:
        """ok, repaired, doubtful, skipped or error.

        >>> line = Line(3)
        >>> line.say("zip_zero", "repair"); line.status
        'repaired'
        >>> line.say("space_unknown", "error"); line.status
        'error'

        A row that is not taken is to be looked at only when it asks whether it should be.
        """
        levels = {note.level for note in self.notes}
        if "error" in levels:
            return "error"
        if self.action == "skip" and not (
            "doubt" in levels and self.data.get("question") == "twin"
        ):
            return "skipped"
        if "doubt" in levels:
            return "doubtful"
        return "repaired" if "repair" in levels else "ok"
