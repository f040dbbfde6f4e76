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
    "all_hidden": _lt(
        "Everything in this workbook is in hidden sheets: show the one to be read, save it, and "
        "load it again."
    ),
    "pdf": _lt("This is a PDF: ask for the table itself, as CSV or Excel (.xlsx)."),
    "image": _lt("This is an image: type its rows into a table (CSV or .xlsx) first."),
    "protected": _lt("This file is under a password: save it without one, and load that."),
    "binary_workbook": _lt(
        "This is a binary Excel file (.xlsb): open it, save it as .xlsx, and load that."
    ),
    "text_document": _lt(
        "This is a text document or a presentation: save its table as CSV or .xlsx."
    ),
    "archive": _lt("This is an archive: unpack it and load the table inside."),
    "damaged": _lt("The file is damaged or incomplete: download or export it again."),
    "too_big": _lt(
        "The file holds too much to be read at once: keep the sheet to be read, or load it in "
        "parts."
    ),
    "too_many_rows": _lt(
        "Cell %(cell)s holds something, and no more than %(max)s rows are read: empty it if it is "
        "there by mistake, else load the file in parts."
    ),
    "too_many_columns": _lt(
        "Cell %(cell)s holds something, and no more than %(max)s columns are read: empty it if it "
        "is there by mistake, else leave only the columns to be read."
    ),
    "long_text": _lt("Line %(line)s holds a text too long for a cell: shorten it."),
    "markup": _lt("This is a web page or XML, not a table: save it as CSV or .xlsx."),
    "json": _lt("This is JSON, not a table: export it as CSV or .xlsx."),
    "binary": _lt("This is not a table: load a CSV or Excel (.xlsx) file."),
    "quote": _lt(
        "Line %(line)s opens a quotation mark that is never closed: correct it and load "
        "the file again."
    ),
    "broken": _lt("Line %(line)s cannot be read: correct it and load the file again."),
    # a directory: what was read otherwise than it stands, and what the reader doubts
    "mojibake": _lt("Text “%(before)s”, decoded wrongly, repaired: %(after)s."),
    "text_lost": _lt("“%(before)s” has lost a character: write it again."),
    "says_nothing": _lt("“%(value)s” says nothing: left empty."),
    "web_path": _lt("“%(before)s” is the end of a web address: left empty."),
    "zip_cedex_own": _lt(
        "%(after)s looks like a CEDEX code: the town has %(names)s, write its own if you know it."
    ),
    "city_zip": _lt(
        "%(zip)s is the postal code of %(names)s, not of %(value)s (%(codes)s): which is right?"
    ),
    "city_other": _lt("%(zip)s is the postal code of %(names)s; %(value)s is no town we know."),
    "phone_unassigned": _lt("No phone has the number %(before)s: check it."),
    "official_vat": _lt("VAT number %(before)s read as the SIREN %(after)s."),
    "form_unknown": _lt("Legal form “%(value)s” is none of yours: left out."),
    "address_split": _lt("Address %(before)s taken apart: %(after)s."),
    "address_whole": _lt("No postal code and no town in “%(value)s”: kept as the street."),
    "point_half": _lt("Only one of latitude and longitude (%(value)s): both left out."),
    "point_unknown": _lt("“%(value)s” is no latitude and longitude in degrees: left out."),
    "point_swapped": _lt("Latitude and longitude changed places (%(value)s): taken the other way."),
    "point_outside": _lt("The point %(value)s is neither in France nor overseas: check it."),
    "other_column": _lt("Another column, %(name)s, says “%(value)s”: left out."),
    "twin_differs": _lt(
        "Same space as row %(row)s, written otherwise (%(names)s): taken once, unless you keep "
        "both."
    ),
    "twin_maybe": _lt("Perhaps the same space as row %(row)s (%(names)s): kept as two."),
    "twin_completes": _lt("Completed from row %(row)s: %(names)s."),
    "kept_apart": _lt("A space of its own, by your decision."),
    "space_maybe": _lt(
        "Perhaps one that you have, %(names)s: choose it, else a new space is created."
    ),
    "json_big": _lt("This map holds too many places to be read at once: export a part of it."),
    "json_broken": _lt("This JSON is damaged or incomplete: download or export it again."),
    # what of a file was not read
    "sheet_read": _lt("Sheet that was read: %(name)s."),
    "sheets_read": _lt("Sheets that were read as one: %(names)s."),
    "sheets_left": _lt("Sheets not read: %(names)s."),
    "sheets_hidden": _lt("Hidden sheets, not read: %(names)s."),
    "rows_above": _lt("Rows above the titles, not read: %(names)s."),
    "columns_left": _lt("Columns that hold something and are left out: %(names)s."),
    "cells_in_error": _lt("Cells that show an error, read as empty: %(names)s."),
}
