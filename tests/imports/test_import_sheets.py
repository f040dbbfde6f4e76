"""Sheets as spaces send them: grids, halves, bookings, other cooperatives, names of one person."""

from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CaeImportCommon, xlsx_file


class SheetsCommon(CaeImportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_convention()
        cls.anna = cls.make_person("Anna Petit", "CAPE", date(2026, 9, 1))
        cls.bruno = cls.make_person("Bruno Roux", "CESA", date(2024, 1, 1))

    def uses(self, person=None):
        return self.env["cae.usage"].search(
            [
                ("partner_id", "=", (person or self.anna).partner_id.id),
                ("state", "!=", "cancelled"),
            ],
            order="date, id",
        )

    def sheet(self, text, **values):
        return self.load("attendance", text, **{"space_id": self.space.id, **values})

    def checked(self, text, **values):
        imported = self.sheet(text, **values)
        imported.action_check()
        return imported

    def sentences(self, imported):
        return " ".join(imported.line_ids.filtered("sentence").mapped("sentence"))


@tagged("post_install", "-at_install", "cae_imports")
class TestImportGrid(SheetsCommon):
    def test_a_grid_of_people_and_days_is_recorded(self):
        marks = {2: "X", 3: "½", 4: "M", 5: "PM", 6: "1"}
        workbook = xlsx_file(
            ["Présences – octobre 2026"],
            ["", *("JVSDLMM"[day % 7] for day in range(31))],
            ["Nom", *range(1, 32), "Total"],
            ["PETIT Anna", *(marks.get(day, "") for day in range(1, 32)), 4],
            ["Mme Roux (Bru) Bruno", *("X" if day == 2 else None for day in range(1, 32)), 1],
            ["Total", *(2 if day == 2 else None for day in range(1, 32)), 5],
        )
        imported = self.load("attendance", workbook, filename="f.xlsx", space_id=self.space.id)
        imported.action_check()
        self.assertFalse(imported.blocking_count, self.sentences(imported))
        self.assertEqual(
            sorted(imported.line_ids.filtered(lambda line: line.status == "ok").mapped("number")),
            [4, 4, 4, 4, 4, 5],
        )
        self.assertIn("totals", self.sentences(imported))
        imported.action_import()
        self.assertRecordValues(
            self.uses(),
            [
                {"date": date(2026, 10, 2), "unit": "day", "day_part": False},
                {"date": date(2026, 10, 3), "unit": "half_day", "day_part": False},
                {"date": date(2026, 10, 4), "unit": "half_day", "day_part": "morning"},
                {"date": date(2026, 10, 5), "unit": "half_day", "day_part": "afternoon"},
                {"date": date(2026, 10, 6), "unit": "day", "day_part": False},
            ],
        )
        self.assertEqual(len(self.uses(self.bruno)), 1)
        again = self.load("attendance", workbook, filename="f.xlsx", space_id=self.space.id)
        again.action_import()
        self.assertEqual(set(self.statuses(again)), {"skipped"})

    def test_a_mark_that_nobody_knows_stops_and_is_named(self):
        days = ";".join(map(str, range(1, 31)))
        imported = self.checked(
            f"Nom;{days}\nAnna Petit;{';' * 11}?\n", filename="présences novembre 2026.csv"
        )
        line = imported.problem_ids
        self.assertEqual((line.number, line.blocking), (2, True))
        self.assertIn("Day 12: “?”", line.sentence)

    def test_a_grid_without_a_month_asks_for_it(self):
        days = ";".join(map(str, range(1, 31)))
        imported = self.checked(f"Nom;{days}\nAnna Petit;X\n")
        self.assertIn("Day 1 of which month?", imported.problem_ids.sentence)
        imported = self.checked(f"Nom;{days}\nAnna Petit;X\n", filename="2026-10.csv")
        self.assertEqual(self.statuses(imported), ["ok"])


@tagged("post_install", "-at_install", "cae_imports")
class TestImportHalves(SheetsCommon):
    def test_two_columns_of_halves_are_half_days_with_their_part(self):
        imported = self.sheet(
            "Date;Nom;Matin;Après-midi\n05/10/2026;Anna Petit;X;\n06/10/2026;Anna Petit;;oui\n"
            "07/10/2026;Anna Petit;1;1\n08/10/2026;Anna Petit;;\n"
        )
        imported.action_import()
        self.assertRecordValues(
            self.uses(),
            [
                {"unit": "half_day", "day_part": "morning"},
                {"unit": "half_day", "day_part": "afternoon"},
                {"unit": "day", "day_part": False},
            ],
        )
        self.assertEqual(self.lines(imported)[5].status, "skipped")

    def test_a_file_of_mornings_then_one_of_afternoons_make_the_day(self):
        self.sheet("Date;Nom;Moment\n05/10/2026;Anna Petit;matin\n").action_import()
        self.assertRecordValues(self.uses(), [{"unit": "half_day", "day_part": "morning"}])
        again = self.sheet("Date;Nom;Moment\n05/10/2026;PETIT Anna;matin\n")
        again.action_import()
        self.assertEqual(self.statuses(again), ["skipped"])
        later = self.sheet("Date;Nom;Moment\n05/10/2026;Anna Petit;après-midi\n")
        later.action_import()
        self.assertEqual(later.line_ids.action, "merge")
        self.assertRecordValues(
            self.uses(), [{"unit": "day", "day_part": False, "public_amount": 15.0}]
        )
        later.action_undo()
        self.assertRecordValues(self.uses(), [{"unit": "half_day", "day_part": "morning"}])

    def test_the_same_half_told_twice_is_no_day(self):
        self.make_uses(self.anna, [date(2026, 10, 5)], unit="half_day", day_part="morning")
        imported = self.sheet(
            "Date;Nom;Moment\n05/10/2026;Anna Petit;matin\n06/10/2026;Anna Petit;matin\n"
            "06/10/2026;Anna PETIT;Matinée\n06/10/2026;Anna Petit;après-midi\n"
        )
        imported.action_import()
        self.assertRecordValues(
            self.uses(),
            [{"unit": "half_day", "day_part": "morning"}, {"unit": "day", "day_part": False}],
        )
        self.assertEqual(
            imported.line_ids.sorted("number").mapped("action"), ["skip", "create", "skip", "merge"]
        )

    def test_the_afternoon_of_a_billed_morning_is_one_more(self):
        use = self.make_uses(self.anna, [date(2026, 10, 5)], unit="half_day", day_part="morning")
        use._do_lock()
        self.sheet("Date;Nom;Moment\n05/10/2026;Anna Petit;après-midi\n").action_import()
        self.assertEqual(self.uses().mapped("day_part"), ["morning", "afternoon"])
        self.assertEqual((self.uses() - use).state, "rated")

    def test_passes_and_quantities_of_half_a_day(self):
        imported = self.sheet(
            "FromTime,CoworkerFullName,TimePassName\n2026-10-05,Anna Petit,Half Day Pass\n"
            "2026-10-06,Anna Petit,Day Pass\n"
        )
        imported.action_import()
        self.assertEqual(self.uses().mapped("unit"), ["half_day", "day"])
        other = self.sheet(
            'Date;Nom;Quantité\n07/10/2026;Anna Petit;½\n08/10/2026;Anna Petit;"0,5"\n'
            "09/10/2026;Anna Petit;1/2\n",
            default_unit="half_day",
        )
        other.action_import()
        self.assertEqual((self.uses())[2:].mapped("unit"), ["half_day"] * 3)

    def test_dates_and_hours_of_a_form_are_read(self):
        imported = self.sheet(
            "Horodateur,Nom,Formule\n2026/10/02 9:12:33 AM UTC+2,Anna Petit,Demi-journée\n"
        )
        imported.action_import()
        self.assertRecordValues(
            self.uses(),
            [
                {
                    "date": date(2026, 10, 2),
                    "unit": "half_day",
                    "start": datetime(2026, 10, 2, 7, 12, 33),
                }
            ],
        )
        imported = self.checked(
            "Horodateur,Date,Nom\n31/10/2026 18:00:00,05/10/2026,Anna Petit\n"
            "31/10/2026 18:01:00,6/10,Anna Petit\n"
        )
        self.assertIn("“Date” is read, not Horodateur", self.sentences(imported))
        self.assertIn("“6/10” has no year: taken as", self.sentences(imported))
        imported.action_import()
        self.assertEqual(self.uses()[-1:].date, date(2026, 10, 6))

    def test_hours_in_one_cell_and_merged_days(self):
        imported = self.sheet(
            "Date;Nom;Horaires\nlundi 5 octobre 2026;Anna Petit;9h30-17h\n"
            ";Bruno Roux;9.00 - 12.30\n"
        )
        imported.action_import()
        self.assertEqual((self.uses() | self.uses(self.bruno)).mapped("unit"), ["day", "half_day"])
        self.assertEqual(self.uses(self.bruno).date, date(2026, 10, 5))
        self.assertIn("taken from the row above", self.lines(imported)[3].sentence)

    def test_a_stay_over_the_change_of_the_clock_is_recorded(self):
        imported = self.sheet(
            "Date;Nom;Salle;Arrivée;Départ\n29/03/2026;Bruno Roux;Room;02:30;03:00\n"
            "24/10/2026;Bruno Roux;Room;22:00;06:00\n"
            "26/10/2025;Bruno Roux;Room;02:45;02:15\n"
        )
        room = self.env["cae.space.resource"].create(
            {"space_id": self.space.id, "name": "Room", "kind": "meeting"}
        )
        imported.action_import()
        self.assertEqual(self.uses(self.bruno).mapped("quantity"), [0.5, 0.5, 9.0])
        self.assertEqual(self.uses(self.bruno).resource_id, room)

    def test_a_date_outside_the_month_of_the_file_is_a_doubt(self):
        rows = "".join(f"{day:02}/11/2026;Anna Petit\n" for day in (2, 3, 4, 5))
        imported = self.checked("Date;Nom\n" + rows + "03/04/25;Anna Petit\n")
        self.assertEqual(self.statuses(imported), ["ok"] * 4 + ["doubtful"])
        self.assertIn("outside the month of the file", imported.problem_ids.sentence)

    def test_a_person_on_every_day_of_a_month_is_a_doubt(self):
        rows = "".join(f"{day:02}/10/2026;Anna Petit\n" for day in range(1, 32))
        imported = self.checked("Date;Nom\n" + rows)
        self.assertEqual(self.statuses(imported), ["doubtful"] + ["ok"] * 30)
        self.assertIn("on 31 days", imported.problem_ids.sentence)


@tagged("post_install", "-at_install", "cae_imports")
class TestImportBookings(SheetsCommon):
    def test_bookings_that_were_not_kept_are_left_out_and_counted(self):
        imported = self.sheet(
            "item,starts_on,ends_on,user,party_name,status\n"
            "Desks,2026-10-05 09:00:00,2026-10-05 12:00:00,anna@x.example,Petit SARL,Confirmed\n"
            "Desks,2026-10-06 09:00:00,2026-10-06 12:00:00,anna@x.example,Petit SARL,Cancelled\n"
            "Desks,2026-10-07 09:00:00,2026-10-07 12:00:00,nobody@x.example,,Cancelled\n"
            "Desks,2026-10-08 09:00:00,2026-10-08 12:00:00,anna@x.example,Petit SARL,No-show\n"
            "Desks,2026-10-09 09:00:00,2026-10-09 12:00:00,anna@x.example,Petit SARL,???\n"
        )
        self.anna.email = "anna@x.example"
        imported.action_import()
        self.assertEqual(
            self.uses().mapped("date"), [date(2026, 10, 5), date(2026, 10, 9)], "one person"
        )
        whole = self.lines(imported)[1].sentence
        self.assertIn("3 bookings left out: 2 Cancelled, 1 No-show.", whole)
        self.assertIn("“user” is read, not party_name", whole)
        self.assertIn("taken as one that was kept", self.lines(imported)[6].sentence)

    def test_a_booking_confirmed_later_is_no_row_known_already(self):
        row = "05/10/2026,Anna Petit,%s\n"
        self.sheet("Date,Nom,Statut\n" + row % "En attente").action_import()
        self.assertFalse(self.uses())
        self.sheet("Date,Nom,Statut\n" + row % "Confirmé").action_import()
        self.assertEqual(len(self.uses()), 1)

    def test_headers_of_the_tools_are_known(self):
        for header in (
            "FromTime,ToTime,BusinessName,CoworkerFullName,Cancelled",
            "from,to,resource_name,member_name,cancelled_at",
            "Member,Location,Start date,End date,Status",
            "first_name,last_name,email,datetime,status",
            "Horodateur,Nom,Prénom,CAE,Matin,Après-midi",
        ):
            with self.subTest(header=header):
                imported = self.sheet(header + "\n" + ",".join("x" for _ in header.split(",")))
                self.assertTrue(imported.has_header)
                self.assertTrue(all(imported.column_ids.mapped("attendance_field")))


@tagged("post_install", "-at_install", "cae_imports")
class TestImportPeople(SheetsCommon):
    def test_one_person_with_and_without_an_address_is_one_contact(self):
        imported = self.sheet(
            "Date;Nom;E-mail\n05/10/2026;Mme Zoé DURAND;zoe@x.example\n06/10/2026;Durand Zoé;\n"
            "07/10/2026;Zoé (Zo) Durand;\n08/10/2026;Zoé Marie Durand;\n",
            record_unknown=True,
        )
        imported.action_import()
        zoe = self.env["res.partner"].search([("email", "=", "zoe@x.example")])
        self.assertEqual(zoe.name, "Zoé DURAND")
        self.assertEqual(self.env["cae.usage"].search_count([("partner_id", "=", zoe.id)]), 4)
        self.assertEqual(imported.partner_count, 1)
        self.assertEqual(self.lines(imported)[5].status, "doubtful")

    def test_titles_and_nicknames_do_not_hide_a_known_person(self):
        imported = self.checked(
            "Date;Nom\n05/10/2026;M. Anna PETIT\n06/10/2026;Petit « Nanou » Anna\n"
        )
        self.assertEqual(self.statuses(imported), ["ok", "ok"])

    def choose(self, text, person, **values):
        imported = self.checked(text, **values)
        imported.problem_ids[:1].partner_id = person.partner_id
        imported.action_import()
        return imported

    def test_a_choice_is_kept_for_the_next_files_of_the_space_and_may_be_forgotten(self):
        self.choose("Date;Nom\n05/10/2026;Nanou\n", self.anna)
        later = self.checked("Date;Nom\n03/11/2026;NANOU\n")
        self.assertEqual((self.statuses(later), later.blocking_count), (["ok"], 0))
        self.assertIn("earlier file", later.line_ids.sentence)
        later.action_import()
        self.assertEqual(len(self.uses()), 2)
        kept = self.env["cae.import.name"].with_user(self.support).search([])
        self.assertRecordValues(kept, [{"said": "nanou", "space_id": self.space.id}])
        kept.unlink()
        self.assertEqual(self.checked("Date;Nom\n04/11/2026;Nanou\n").blocking_count, 1)

    def test_a_choice_made_again_replaces_the_one_that_was_kept(self):
        self.choose("Date;Nom\n05/10/2026;Nanou\n", self.anna)
        later = self.checked("Date;Nom\n03/11/2026;Nanou\n")
        later.line_ids.partner_id = self.bruno.partner_id
        later.action_import()
        self.assertEqual(len(self.uses(self.bruno)), 1)
        self.assertEqual(self.env["cae.import.name"].search([]).partner_id, self.bruno.partner_id)

    def test_a_choice_is_never_known_to_another_space_nor_to_other_books(self):
        self.choose("Date;Nom\n05/10/2026;Nanou\n", self.anna)
        other = self.space.copy({"name": "Elsewhere"})
        self.assertEqual(
            self.checked("Date;Nom\n03/11/2026;Nanou\n", space_id=other.id).blocking_count, 1
        )
        self.assertFalse(
            self.env["cae.import.name"]._get_kept(self.coop_b, {self.space.id}), "other books"
        )

    def test_people_of_another_coop_of_the_database_are_that_coops(self):
        theirs = self.make_person("Dora Blanc", "CESA", date(2024, 1, 1), company=self.coop_b)
        name = self.coop_b.partner_id.name
        imported = self.sheet(f"Date;Nom;CAE\n05/10/2026;blanc DORA;{name}\n", record_unknown=True)
        imported.action_import()
        use = self.env["cae.usage"].search([("partner_id", "=", theirs.partner_id.id)])
        self.assertRecordValues(
            use,
            [
                {
                    "visitor": "entrepreneur",
                    "coop_id": self.coop_b.partner_id.id,
                    "settled_by": "statement",
                }
            ],
        )

    def test_somebody_unknown_of_a_known_coop_is_a_doubt_and_no_visitor(self):
        name = self.coop_b.partner_id.name
        text = f"Date;Nom;CAE\n05/10/2026;Zoé Durand;{name}\n"
        imported = self.checked(text)
        self.assertEqual(self.statuses(imported), ["doubtful"])
        self.assertIn("nobody of that name is known", imported.problem_ids.sentence)
        with self.assertRaises(UserError):
            imported.action_import()
        imported.record_unknown = True
        imported.action_import()
        use = self.env["cae.usage"].search([("partner_id.name", "=", "Zoé Durand")])
        self.assertRecordValues(
            use, [{"visitor": False, "state": "recorded", "settled_by": "statement"}]
        )

    def test_files_and_attestations_decide_against_the_column(self):
        name = self.coop_b.partner_id.name
        imported = self.checked(
            f"Date;Nom;CAE\n05/10/2026;Anna Petit;{name}\n05/10/2026;Bruno Roux;Nowhere\n"
        )
        self.assertEqual(self.statuses(imported), ["doubtful", "doubtful"])
        self.assertIn(f"The file says {name}", self.lines(imported)[2].sentence)
        self.assertIn("no CAE that is known", self.lines(imported)[3].sentence)
        imported.action_import()
        self.assertEqual(self.uses().coop_id, self.coop_a.partner_id)
