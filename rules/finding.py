"""What a rule, or the reader of a file, found: the one shape that every sentence is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell somebody: a code, its arguments, and what it is about.

    ``code`` names the sentence; ``args`` are its dates, amounts and durations, as values, never as
    text. ``rule`` is the number of the rule of law that is not met, if one is. ``overridable``: a
    manager may go on with a reason. ``level`` is how serious it is in the report of a file: empty,
    ``format``, ``repair``, ``doubt`` or ``error``.
    """

    code: str
    args: Mapping[str, Any] = field(default_factory=dict)
    rule: str = ""
    overridable: bool = False
    level: str = ""
