"""Run on Odoo's Python: which strings have no French, or one with other placeholders?"""

import re
import sys

import polib

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]")


def faults(pot, french):
    """Yield one sentence per string that is missing, empty, fuzzy or unlike its source."""
    known = {entry.msgid: entry for entry in french if not entry.obsolete}
    for entry in pot:
        found = known.get(entry.msgid)
        where = entry.occurrences[0][0] if entry.occurrences else ""
        if found is None or not found.msgstr.strip():
            yield f"no French for {entry.msgid!r} ({where})"
        elif found.fuzzy:
            yield f"French marked fuzzy for {entry.msgid!r}"
        elif sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(found.msgstr)):
            yield f"other placeholders in the French of {entry.msgid!r}: {found.msgstr!r}"


def main(pot, french):
    """Print the faults; the status tells whether there are any."""
    found = list(faults(polib.pofile(pot), polib.pofile(french)))
    if found:
        print(f"i18n/fr.po: {len(found)} strings to see to:")
    for fault in found:
        print(f"  {fault}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
