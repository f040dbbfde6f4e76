"""Constructors that the tests of contracts share."""

from datetime import date, timedelta

from cae_tiers_lieux.rules.career import StatusFact
from cae_tiers_lieux.rules.contract_terms import (
    Terms,
)
from cae_tiers_lieux.rules.periods import (
    Duration,
    duration,
    end_of_period,
    merge,
)
from hypothesis import settings

DAY = timedelta(days=1)
MANY = settings(max_examples=300, deadline=None)
TERMS = Terms()


def cape(start, end):
    return StatusFact("cape", start, end)


def months_of_cape(start, *lengths, gap=0):
    """CAPE periods of whole months, one after the other, ``gap`` days apart."""
    found = []
    for length in lengths:
        found.append(cape(start, end_of_period(start, length)))
        start = found[-1].end + (1 + gap) * DAY
    return found


def total_duration(periods):
    """What these periods last together, a day that two of them hold counted once."""
    return sum((duration(period) for period in merge(periods)), Duration())


def codes(violations):
    return [(violation.rule, violation.code, violation.overridable) for violation in violations]


TWO_YEARS = months_of_cape(date(2024, 1, 1), 12, 12)
