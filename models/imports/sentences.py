"""The sentences of a report: the codes of ``sheets`` in the reader's words."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

SENTENCES = {
    # what was done to one value, or doubted
    "zip_zero": _lt("Postal code %(before)s completed: %(after)s."),
    "zip_cleaned": _lt("Postal code %(before)s cleaned: %(after)s."),
    "zip_missing": _lt("No postal code: the department is not known."),
    "zip_unknown": _lt("“%(before)s” is no French postal code: left as found."),
    "zip_cedex": _lt(
        "%(after)s looks like a CEDEX code: write the town's own postal code if you know it."
    ),
    "city_missing": _lt("No town."),
    "city_cedex": _lt("Town %(before)s cleaned: %(after)s."),
    "city_case": _lt("Town %(before)s written %(after)s."),
    "phone_format": _lt("Phone written %(after)s."),
    "phone_zero": _lt("Phone %(before)s completed: %(after)s."),
    "phone_cleaned": _lt("Phone %(before)s cleaned: %(after)s."),
    "phone_unknown": _lt("“%(before)s” is no French phone number: left as found."),
    "web_scheme": _lt("Website %(before)s completed: %(after)s."),
    "web_unknown": _lt("“%(before)s” is no web address: left as found."),
    "email_cleaned": _lt("E-mail %(before)s cleaned: %(after)s."),
    "email_unknown": _lt("“%(before)s” is no e-mail address: left as found."),
    "insee_zero": _lt("INSEE code %(before)s completed: %(after)s."),
    "insee_unknown": _lt("“%(before)s” is no INSEE code: left as found."),
    "coordinate_unknown": _lt("“%(before)s” is no latitude or longitude in degrees: left out."),
    "official_unknown": _lt("“%(before)s” is no SIRET, SIREN or RNA number: left out."),
    # what is to be known of a space of the directory
    "name_missing": _lt("No name: write one, or leave the row aside."),
    "street_missing": _lt("No street."),
    "kind_unknown": _lt("Kind “%(value)s” is not known: left out."),
    "twin": _lt("Same space as row %(row)s: taken once."),
    "known": _lt("Known already, nothing to change."),
    "fields_filled": _lt("Completed: %(names)s."),
    "fields_changed": _lt("Changed since the last file: %(names)s."),
    "fields_kept": _lt("Corrected by hand since the last file, kept: %(names)s."),
    "fields_differ": _lt("The file says otherwise, what you have is kept: %(names)s."),
    "archived": _lt("This space is archived here: it stays so."),
    "host_known": _lt("Legal person known already: %(name)s."),
    "host_unsure": _lt("Taken for the contact %(name)s, who has no address here: check it."),
    "hosts_alike": _lt("Several contacts may be its legal person: %(names)s. None was chosen."),
    # what one row of attendance does not say, or says wrongly
    "date_missing": _lt("No date: write the day of the use."),
    "date_unknown": _lt("“%(value)s” is no date: write it as 05/10/2026."),
    "time_unknown": _lt("“%(value)s” is no time: write it as 09:30."),
    "date_far": _lt("%(day)s cannot be: check the year."),
    "date_year": _lt("“%(value)s” has no year: taken as %(day)s."),
    "date_weekday": _lt("%(day)s is another day of the week than the one that is written."),
    "date_above": _lt("No date in this row: taken from the row above, %(day)s."),
    "date_elsewhere": _lt("%(day)s is outside the month of the file (%(month)s)."),
    "month_unknown": _lt(
        "Day %(day)s of which month? Write the month and the year above the days, or in the name "
        "of the file."
    ),
    "person_every_day": _lt(
        "%(name)s is there on %(count)s days of the month, from %(month)s on: check it."
    ),
    "date_future": _lt("%(day)s is still to come."),
    "unit_unknown": _lt("“%(value)s” is no unit: write half-day, day, hour, month or use."),
    "quantity_unknown": _lt("“%(value)s” is no quantity: write a number."),
    "quantity_zero": _lt("A use counts at least a part of a unit: correct the quantity."),
    "mark_unknown": _lt(
        "Day %(day)s: “%(value)s” is no mark of a presence: write X, ½, M, PM or nothing."
    ),
    "tick_unknown": _lt("“%(value)s” does not say whether the box is ticked: write X or nothing."),
    "part_unknown": _lt("“%(value)s” is no part of the day: write morning, afternoon or day."),
    "part_and_unit": _lt("“%(value)s” is less than the unit of the row, which is kept."),
    "settled_unknown": _lt(
        "“%(value)s” does not say whether it was paid on site: write yes or no."
    ),
    "no_departure": _lt("An arrival without a departure: write it, or write the unit."),
    "stay_wrong": _lt("The departure is not within a day after the arrival: correct it."),
    "half_of_day": _lt("Half of a day: taken as a half-day."),
    "two_halves": _lt("Two half-days: taken as a day."),
    # what brings no use, and is said
    "booking_cancelled": _lt("Cancelled in the tool (%(value)s): left out."),
    "booking_no_show": _lt("The person did not come (%(value)s): left out."),
    "booking_refused": _lt("Refused in the tool (%(value)s): left out."),
    "booking_pending": _lt("Not confirmed in the tool (%(value)s): left out."),
    "bookings_left_out": _lt("%(count)s bookings left out: %(names)s."),
    "status_unknown": _lt(
        "“%(value)s” does not say what became of the booking: taken as one that was kept."
    ),
    "parts_empty": _lt("Neither half of the day is ticked: nothing to record."),
    "no_mark": _lt("No presence is marked in this row."),
    "total_row": _lt("A row of totals: left out."),
    "total_column": _lt("Columns beside the days that are totals, or have no title: left out."),
    "column_chosen": _lt(
        "Several columns say the same: “%(chosen)s” is read, not %(others)s. Choose another one "
        "under Columns."
    ),
    "left_aside": _lt("Left aside by your decision."),
    "already": _lt("Recorded already from a file: nothing to do."),
    "day_already": _lt("This person has a day there already on that day."),
    "day_in_file": _lt("Row %(row)s has that day of this person already."),
    "part_already": _lt("This person has that half of the day there already."),
    "part_in_file": _lt("Row %(row)s has that half of the day of this person already."),
    "joined": _lt("Joined with row %(row)s: a day."),
    "joined_known": _lt("Joined with the half-day recorded already: a day."),
    "locked": _lt("The half-day of that day is billed already: left aside; record a correction."),
    "mixed_settlement": _lt(
        "One half of this day is paid on site and not the other: keep one row."
    ),
    "mixed_activity": _lt("The two halves name two activities: the first one is kept."),
    # who, where, and what for
    "person_missing": _lt("No person: write a name, an e-mail or a reference."),
    "person_unknown": _lt(
        "Nobody is called %(value)s: correct it, choose who it is, or record unknown people "
        "as external visitors."
    ),
    "person_alike": _lt("Who is %(value)s? Perhaps %(names)s: choose."),
    "person_new": _lt("%(value)s will be recorded as an external visitor."),
    "person_email": _lt("Found by name: the e-mail here is another one."),
    "person_chosen": _lt("Chosen by hand."),
    "person_kept": _lt(
        "Chosen for this name in an earlier file of this space; choose somebody else if need be."
    ),
    "person_same": _lt("%(value)s: taken for the one whose name it holds in this file."),
    "coop_unknown": _lt("“%(value)s” is no CAE that is known here: files and attestations decide."),
    "coop_other": _lt(
        "The file says %(coop)s; by files and attestations the person is of %(known)s on that day."
    ),
    "coop_without_word": _lt(
        "Said to be of %(coop)s, which vouches for this person by no file nor attestation on that "
        "day: to sort out once it is recorded."
    ),
    "coop_person": _lt(
        "%(value)s is said to be of %(coop)s, where nobody of that name is known: choose who it "
        "is, or record unknown people and ask that CAE for an attestation."
    ),
    "coop_new": _lt(
        "%(value)s is said to be of %(coop)s: recorded as a contact, not as an external visitor; "
        "ask that CAE for an attestation."
    ),
    "space_missing": _lt("No space: write its name, or choose the space of the file."),
    "space_unknown": _lt(
        "No space is called %(value)s: correct it, choose it, or add the space first."
    ),
    "space_alike": _lt("Which space is %(value)s? Perhaps %(names)s: choose."),
    "space_default": _lt("“%(value)s” is not known: taken as the space of the file."),
    "resource_unknown": _lt(
        "%(space)s has no room or equipment “%(value)s”: write one of %(names)s."
    ),
    "activity_unknown": _lt(
        "“%(value)s” is no activity of this person: write one of %(names)s, or nothing."
    ),
    # what is wrong with a file as a whole
    "empty": _lt("The file is empty: export it again with its rows."),
    "pdf": _lt("This is a PDF: ask for the table itself, as CSV or Excel (.xlsx)."),
    "image": _lt("This is an image: type its rows into a table (CSV or .xlsx) first."),
    "old_excel": _lt(
        "This is an old Excel file (.xls) or a protected one: open it, save it as .xlsx or "
        "CSV, and load that."
    ),
    "text_document": _lt(
        "This is a text document or an OpenDocument file: save its table as CSV or .xlsx."
    ),
    "archive": _lt("This is an archive: unpack it and load the table inside."),
    "damaged": _lt("The file is damaged or incomplete: download or export it again."),
    "too_big": _lt("The workbook is too big to be read: save its sheet as CSV."),
    "markup": _lt("This is a web page or XML, not a table: save it as CSV or .xlsx."),
    "json": _lt("This is JSON, not a table: export it as CSV or .xlsx."),
    "binary": _lt("This is not a table: load a CSV or Excel (.xlsx) file."),
    "quote": _lt(
        "Line %(line)s opens a quotation mark that is never closed: correct it and load "
        "the file again."
    ),
    "broken": _lt("Line %(line)s cannot be read: correct it and load the file again."),
}
