"""One way from a finding of ``rules/`` or ``sheets/`` to a sentence that a person reads.

Each house keeps a table ``SENTENCES`` from the code of a finding to its text, a lazy translation
with the arguments of the finding as ``%(name)s``, or, where one text does not do (a plural, a
sentence that depends on what is left), a function ``(env, args) -> str`` that is given the same
arguments already in words. A code without a sentence is a fault of ours and raises ``KeyError``:
a test of each house walks its codes.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from odoo.api import Environment
from odoo.tools import format_datetime
from odoo.tools.translate import LazyGettext

from ...rules.finding import Finding
from ...rules.periods import Duration, Period
from .words import day_in_words, duration_in_words, number_in_words, period_in_words

Sentence = LazyGettext | Callable[[Environment, Mapping[str, Any]], str]


def say(env: Environment, finding: Finding, sentences: Mapping[str, Sentence], **more: Any) -> str:
    """Return the sentence of a finding in the language of ``env``.

    ``more``: what only the caller knows, such as the name of the person; it wins over the
    arguments of the finding. :raises KeyError: no sentence has this code.
    """
    sentence = sentences[finding.code]
    args = {
        name: in_words(env, value)
        for name, value in {**finding.args, "rule": finding.rule, **more}.items()
    }
    if isinstance(sentence, LazyGettext):
        text = env._(sentence)  # filled in below: Odoo 19 takes no arguments with a lazy one
        return text % args
    return sentence(env, args)


def in_words(env: Environment, value: Any) -> Any:
    """Return a value as a sentence shows it: a day in full, a duration, a number as one writes it.

    What is no date, period, duration or decimal is left as it is.
    """
    if isinstance(value, datetime):
        return format_datetime(env, value)
    if isinstance(value, date):
        return day_in_words(env, value)
    if isinstance(value, Duration):
        return duration_in_words(env, value)
    if isinstance(value, Period):
        return period_in_words(env, value)
    if isinstance(value, Decimal):
        return number_in_words(env, value)
    return value
