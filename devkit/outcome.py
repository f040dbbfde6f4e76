"""What a stage of ./dev test found."""

import dataclasses


@dataclasses.dataclass
class Outcome:
    """Counts, and the text that explains the failures."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    text: str = ""

    def __add__(self, other):
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            "\n".join(text for text in (self.text, other.text) if text),
        )


def check(ok, text):
    """One check that passed, or failed for the reason in ``text``."""
    return Outcome(passed=1) if ok else Outcome(failed=1, text=text.strip())


def short(text, lines=120):
    """The first lines of a report, and how many were left out."""
    all_lines = text.strip().splitlines()
    left = len(all_lines) - lines
    return "\n".join(all_lines[:lines] + ([f"… and {left} more lines"] if left > 0 else []))
