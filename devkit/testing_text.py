"""Keeping long reports readable."""


def short(text, lines=120):
    """The first lines of a report, and how many were left out."""
    all_lines = text.strip().splitlines()
    left = len(all_lines) - lines
    return "\n".join(all_lines[:lines] + ([f"… and {left} more lines"] if left > 0 else []))
