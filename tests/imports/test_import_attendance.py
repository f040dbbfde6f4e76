from datetime import date, datetime

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CaeImportCommon, csv_file, xlsx_file

HEADER = "Date;Nom;Lieu;Unité\n"


@tagged("post_install", "-at_install", "cae_imports")
class TestImportAttendance(CaeImportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_convention()
        cls.anna = cls.make_person("Anna Petit", "CAPE", date(2026, 9, 1))
        cls.bruno = cls.make_person("Bruno Roux", "CESA", date(2024, 1, 1))
        cls.anna.email = "anna@x.example"

    def uses(self, person=None):
        return self.env["cae.usage"].search(
            [("partner_id", "=", (person or self.anna).partner_id.id)], order="date, id"
        )

    def sheet(self, *rows, **values):
        return self.load("attendance", HEADER + "\n".join(rows), **values)

    def test_a_sheet_is_recorded_and_rated(self):
        imported = self.sheet(
            "05/10/2026;PETIT Anna;space s;jour", "06/10/2026;Bruno Roux;Space S;½ journée"
        )
        imported.action_check()
        self.assertEqual(self.statuses(imported), ["ok", "ok"])
        self.assertFalse(self.uses(), "a check makes nothing")
        imported.action_import()
        self.assertRecordValues(
            self.uses() | self.uses(self.bruno),
            [
                {"date": date(2026, 10, 5), "unit": "day", "state": "rated", "source": "import"},
                {
                    "date": date(2026, 10, 6),
                    "unit": "half_day",
                    "state": "rated",
                    "source": "import",
                },
            ],
        )
        self.assertEqual(imported.made_count, 2)

    def test_csv_and_xlsx_of_the_same_rows_are_the_same_rows(self):
        self.sheet("05/10/2026;Anna Petit;Space S;jour").action_import()
        workbook = xlsx_file(
            ["Feuille d'octobre"],
            ["Date", "Nom", "Lieu", "Unité"],
            [datetime(2026, 10, 5), "Anna PETIT", "SPACE S", "Journée"],
        )
        again = self.load("attendance", workbook, filename="file.xlsx")
        again.action_import()
        self.assertEqual(self.statuses(again), ["skipped"])
        self.assertEqual(len(self.uses()), 1)

    def test_the_same_file_twice_adds_nothing(self):
        rows = [
            "05/10/2026;Anna Petit;Space S;demi-journée",
            "05/10/2026;Anna Petit;Space S;demi-journée",
            "06/10/2026;Bruno Roux;Space S;jour",
        ]
        self.sheet(*rows).action_import()
        again = self.sheet(*rows)
        again.action_import()
        self.assertEqual(self.statuses(again), ["skipped"] * 3)
        self.assertEqual(len(self.uses() | self.uses(self.bruno)), 2)

    def test_encodings_may_mix(self):
        data = HEADER.encode() + "05/10/2026;Anna Petit;Space S;journée\n".encode("cp1252")
        imported = self.load("attendance", csv_file(data.decode("latin-1"), "latin-1"))
        imported.action_import()
        self.assertEqual(self.uses().unit, "day")

    def test_two_half_days_become_a_day(self):
        imported = self.sheet(
            "05/10/2026;Anna Petit;Space S;matin", "05/10/2026;Anna Petit;Space S;après-midi"
        )
        imported.action_import()
        self.assertRecordValues(self.uses(), [{"unit": "day", "public_amount": 15.0}])
        self.assertEqual(imported.line_ids.mapped("action"), ["create", "merge"])

    def test_a_half_day_joins_the_one_recorded_before_and_undo_parts_them(self):
        use = self.make_uses(self.anna, [date(2026, 10, 5)], unit="half_day")
        imported = self.sheet("05/10/2026;Anna Petit;Space S;demi-journée")
        imported.action_import()
        self.assertEqual(self.uses(), use)
        self.assertRecordValues(use, [{"unit": "day", "public_amount": 15.0}])
        imported.action_undo()
        self.assertRecordValues(use, [{"unit": "half_day", "public_amount": 8.0}])

    def test_a_billed_half_day_is_never_changed(self):
        use = self.make_uses(self.anna, [date(2026, 10, 5)], unit="half_day")
        use._do_lock()
        imported = self.sheet("05/10/2026;Anna Petit;Space S;demi-journée")
        imported.action_import()
        self.assertEqual(use.unit, "half_day")
        self.assertEqual(self.statuses(imported), ["skipped"])
        self.assertIn("billed already", imported.line_ids.sentence)

    def test_halves_settled_in_two_ways_are_not_joined(self):
        imported = self.load(
            "attendance",
            "Date;Nom;Lieu;Unité;Réglé\n05/10/2026;Anna Petit;Space S;matin;oui\n"
            "05/10/2026;Anna Petit;Space S;après-midi;non\n",
        )
        imported.action_check()
        self.assertEqual(self.statuses(imported), ["ok", "error"])

    def test_stays_are_counted_by_the_threshold_of_the_space(self):
        imported = self.load(
            "attendance",
            "Date;Nom;Lieu;Arrivée;Départ\n05/10/2026;Anna Petit;Space S;9h;13h\n"
            "06/10/2026;Anna Petit;Space S;09:00;17:30\n",
        )
        imported.action_import()
        self.assertRecordValues(
            self.uses(),
            [
                {"unit": "half_day", "start": datetime(2026, 10, 5, 7)},
                {"unit": "day", "start": datetime(2026, 10, 6, 7)},
            ],
        )

    def test_the_departure_is_kept_in_utc(self):
        self.load(
            "attendance",
            "Date;Nom;Lieu;Arrivée;Départ\n05/12/2026;Anna Petit;Space S;22h;1h30\n",
        ).action_import()
        self.assertEqual(self.uses().stop, datetime(2026, 12, 6, 0, 30))

    def test_booking_tools_are_recognised(self):
        nexudus = self.load(
            "attendance",
            "FromTime,ToTime,BusinessName,CoworkerFullName\n"
            "2026-10-31T22:30:00Z,2026-10-31T23:30:00Z,Space S,Anna Petit\n",
        )
        nexudus.action_import()
        self.assertEqual(self.uses().date, date(2026, 10, 31), "23:30 in Paris is the same day")
        cobot = self.load(
            "attendance", "valid_from,membership\n2026/10/05,Anna Petit\n", space_id=self.space.id
        )
        cobot.action_import()
        dokos = self.load(
            "attendance",
            "item,starts_on,ends_on,user\n"
            "Desks,2026-10-07 09:00:00,2026-10-07 12:00:00,anna@x.example\n",
            space_id=self.space.id,
        )
        dokos.action_import()
        self.assertEqual(
            self.uses().mapped("date"),
            [date(2026, 10, 5), date(2026, 10, 7), date(2026, 10, 31)],
        )

    def test_namesakes_are_a_doubt_until_somebody_chooses(self):
        other = self.make_entrepreneur("Anna PETIT")
        imported = self.sheet(
            "05/10/2026;Anna Petit;Space S;jour", "06/10/2026;Petit Anna;Space S;jour"
        )
        imported.action_check()
        self.assertEqual(self.statuses(imported), ["doubtful", "doubtful"])
        self.assertIn(other.reference, imported.line_ids[0].sentence)
        with self.assertRaisesRegex(UserError, "Nothing was imported"):
            imported.action_import()
        imported.problem_ids[0].partner_id = other.partner_id
        self.assertFalse(
            imported.blocking_count, "the choice holds for every row that says the same"
        )
        imported.action_import()
        self.assertEqual(len(self.uses(other)), 2)

    def test_unknown_people_stop_or_become_visitors(self):
        imported = self.sheet(
            "05/10/2026;Zoé Durand;Space S;jour", "06/10/2026;Zoé Durand;Space S;jour"
        )
        imported.action_check()
        self.assertEqual(self.statuses(imported), ["error", "error"])
        self.assertIn("record unknown people", imported.line_ids[0].sentence)
        imported.record_unknown = True
        imported.action_import()
        zoe = self.env["res.partner"].search([("name", "=", "Zoé Durand")])
        self.assertEqual(len(zoe), 1)
        uses = self.env["cae.usage"].search([("partner_id", "=", zoe.id)])
        self.assertEqual(set(uses.mapped("visitor")), {"external"})
        self.assertEqual(imported.partner_count, 1)
        imported.action_undo()
        self.assertFalse(zoe.exists())

    def test_one_error_and_nothing_is_created(self):
        imported = self.sheet(
            "05/10/2026;Anna Petit;Space S;jour", "32/10/2026;Bruno Roux;Space S;jour"
        )
        with self.assertRaisesRegex(UserError, "row 3"):
            imported.action_import()
        self.assertFalse(self.uses())
        imported.action_check()
        imported.action_leave_aside()
        imported.action_import()
        self.assertEqual(len(self.uses()), 1)
        self.assertFalse(self.uses(self.bruno))
        aside = self.lines(imported)[3]
        self.assertEqual(aside.status, "skipped")
        self.assertIn("32/10/2026", aside.sentence, "the reason stays in the report")

    def test_every_wrong_row_says_what_is_wrong(self):
        imported = self.load(
            "attendance",
            "Date;Nom;Lieu;Unité;Quantité;Activité;Réglé;Salle\n"
            ";Anna Petit;Space S;jour;;;;\n"
            "05/10/2026;;Space S;jour;;;;\n"
            "05/10/2026;Anna Petit;Nowhere;jour;;;;\n"
            "05/10/2026;Anna Petit;Space S;box;;;;\n"
            "05/10/2026;Anna Petit;Space S;jour;0;;;\n"
            "05/10/2026;Anna Petit;Space S;jour;;Pottery;;\n"
            "05/10/2026;Anna Petit;Space S;jour;;;perhaps;\n"
            "05/10/2026;Anna Petit;Space S;jour;;;;Tower\n",
        )
        imported.action_check()
        self.assertEqual(set(self.statuses(imported)), {"error"})
        words = ["No date", "No person", "Nowhere", "box", "part of a unit", "Pottery", "perhaps"]
        for word, line in zip([*words, "Tower"], imported.line_ids, strict=True):
            self.assertIn(word, line.sentence)

    def test_half_of_a_day_is_a_half_day(self):
        self.load(
            "attendance", "Date;Nom;Lieu;Quantité\n05/10/2026;Anna Petit;Space S;0,5\n"
        ).action_import()
        self.assertRecordValues(self.uses(), [{"unit": "half_day", "quantity": 1.0}])

    def test_undo_takes_back_what_is_not_billed(self):
        imported = self.sheet("05/10/2026;Anna Petit;Space S;jour")
        imported.action_import()
        imported.action_undo()
        self.assertFalse(self.uses())
        self.assertFalse(imported.line_ids.res_id)
        imported.action_check()
        self.assertEqual(self.statuses(imported), ["ok"], "an import that was undone may be redone")
        again = self.sheet("05/10/2026;Anna Petit;Space S;jour")
        again.action_import()
        self.uses()._do_lock()
        with self.assertRaisesRegex(UserError, "billed already"):
            again.action_undo()
        self.assertEqual(again.state, "done")

    @freeze_time("2026-12-31")
    def test_a_free_clock_begins_later_once_its_first_use_is_undone(self):
        september = self.sheet("02/09/2026;Anna Petit;Space S;jour")
        september.action_import()
        late = self.make_uses(self.anna, [date(2026, 12, 3)])
        self.assertEqual(late.free_amount, 0.0)
        september.action_undo()
        self.assertEqual(late.free_amount, 15.0)

    def test_queries_do_not_grow_with_the_rows(self):
        def queries(count, month):
            rows = [
                f"{i % 28 + 1:02}/{month + i // 28:02}/2026;Anna Petit;Space S;jour"
                for i in range(count)
            ]
            imported = self.sheet(*rows)
            imported.action_check()
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            imported.action_import()
            self.env.flush_all()
            return self.cr.sql_log_count - start

        queries(2, 1)
        ten = queries(10, 2)
        self.assertLessEqual(queries(100, 3), ten + 5)
