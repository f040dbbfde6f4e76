"""What the rows of one attendance file say together: merged days, other months, people twice."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ..rules.finding import Finding
from . import words
from .attendance import NOT_KEPT, Entry
from .dates import read_clock
from .tabular import Cell, text_of

#: More days of one month than somebody who rests once a week can be there.
EVERY_DAY = 27


def carry_days(rows: Sequence[dict[str, Cell]]) -> None:
    """Give each row whose day is left empty, as under a merged cell, the day of the row above.

    ``carried`` tells it: as a doubt where nearly all rows have a day of their own.

    >>> rows = [{"date": "2/11/2026", "person": "A"}, {"date": "", "person": "B"}]
    >>> carry_days(rows); rows[1]["date"], rows[1]["carried"]
    ('2/11/2026', 'repair')
    """
    empty = [cells for cells in rows if _lacks_day(cells)]
    level = "repair" if 4 * len(empty) >= len(rows) else "doubt"
    above: Cell = ""
    for cells in rows if empty else ():
        if not _lacks_day(cells):
            above = cells.get("date", "")
        elif above != "":
            cells |= {"date": above, "carried": level}


def _lacks_day(cells: Mapping[str, Cell]) -> bool:
    if cells.get("date") != "":
        return False
    return not _tells_day(cells) and not words.is_total(text_of(cells.get("person", "")))


def _tells_day(cells: Mapping[str, Cell]) -> bool:
    """Whether the arrival tells its day, as those of booking tools do."""
    try:
        return read_clock(cells.get("start", "")).day is not None
    except ValueError:
        return False


def look_together(entries: Sequence[Entry]) -> dict[int, list[Finding]]:
    """Return what is odd in a row beside the others, by its place: another month, every day.

    >>> rows = [Entry(n, day=date(2026, 11, n), person="Anna") for n in (2, 3)]
    >>> found = look_together([*rows, Entry(4, day=date(2025, 4, 3), person="Anna")])
    >>> [(place, finding.code) for place, findings in found.items() for finding in findings]
    [(2, 'date_elsewhere')]
    """
    found: dict[int, list[Finding]] = defaultdict(list)
    counted = [
        (place, entry)
        for place, entry in enumerate(entries)
        if entry.day is not None and entry.left_out is None
    ]
    months = Counter((entry.day.year, entry.day.month) for _place, entry in counted)
    if months:
        most = max(months, key=lambda one: (months[one], one))
        own = {month for month, count in months.items() if 2 * count > months[most]}
        for place, entry in counted:
            if (entry.day.year, entry.day.month) not in own:
                args = {"day": entry.day, "month": date(*most, 1)}
                found[place].append(Finding("date_elsewhere", args, level="doubt"))
    days: dict[tuple[str, str, int, int], set[date]] = defaultdict(set)
    first: dict[tuple[str, str, int, int], int] = {}
    for place, entry in counted:
        day = entry.day
        key = (entry.person_key, words.fold(entry.space), day.year, day.month)
        days[key].add(day)
        first.setdefault(key, place)
    for key, theirs in days.items():
        if key[0] and len(theirs) > EVERY_DAY:
            place = first[key]
            args = {"name": entries[place].said_person, "count": len(theirs), "month": min(theirs)}
            found[place].append(Finding("person_every_day", args, level="doubt"))
    return dict(found)


def emails_of_names(entries: Iterable[Entry]) -> dict[str, str]:
    """Return the e-mail of the names that a file writes with it in one row, without it in another.

    A name that goes with two addresses is nobody's.

    >>> emails_of_names([Entry(2, person="Zoé Durand", email="z@x.fr"),
    ...                  Entry(3, person="DURAND Zoé")])
    {'durand zoe': 'z@x.fr'}
    """
    addresses: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.person and not entry.reference:
            email = entry.email.strip().lower()
            addresses[words.person_key(entry.person)].add(email if "@" in email else "")
    return {
        name: max(found)
        for name, found in addresses.items()
        if len(found) == 2 and "" in found and name
    }


def longer_names(entries: Iterable[Entry]) -> dict[str, str]:
    """Return, for a name that holds another one of the file and a first name more, that other one.

    >>> longer_names([Entry(2, person="Zoé Durand"), Entry(3, person="Zoé Marie Durand")])
    {'durand marie zoe': 'durand zoe'}
    """
    names = dict.fromkeys(words.person_key(entry.person) for entry in entries if entry.person)
    by_word: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for word in name.split():
            by_word[word].add(name)
    found: dict[str, str] = {}
    for name in names:
        own = set(name.split())
        if len(own) < 3:
            continue
        near = {one for word in own for one in by_word[word] if 1 < len(one.split()) < len(own)}
        shorter = [one for one in near if set(one.split()) < own]
        if len(shorter) == 1:
            found[name] = shorter[0]
    return found


def left_out_of(entries: Iterable[Entry]) -> list[tuple[str, int]]:
    """Return how many bookings were left out, by the word of the file, the most frequent first.

    >>> from cae_tiers_lieux.sheets.attendance import read_entry
    >>> rows = [read_entry(n, {"date": "2/11/2026", "status": word}, date(2026, 11, 23))
    ...         for n, word in enumerate(["Cancelled", "No show", "Confirmed", "cancelled"])]
    >>> left_out_of(rows)
    [('Cancelled', 2), ('No show', 1)]
    """
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for entry in entries:
        if entry.left_out and entry.left_out.code.startswith("booking_"):
            value = str(entry.left_out.args["value"])
            key = words.fold(value) if words.booking(value) in NOT_KEPT else "cancelled"
            counts[key] += 1
            written.setdefault(key, value if words.booking(value) in NOT_KEPT else "cancelled")
    return [(written[key], count) for key, count in counts.most_common()]
