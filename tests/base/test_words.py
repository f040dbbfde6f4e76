"""Days, numbers and durations in sentences, in English and in French; names of statuses."""

from datetime import date
from decimal import Decimal

from odoo.tests import TransactionCase, tagged

from ...models.base.money import money
from ...models.base.statuses import CAREER_STATUSES, STATUS_LABELS, status_selection
from ...models.base.words import (
    day_in_words,
    duration_in_words,
    number_in_words,
    period_in_words,
)
from ...rules.periods import Duration, Period


@tagged("post_install", "-at_install", "cae_base")
class TestWords(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.en = cls.env["base"].with_context(lang="en_US").env
        cls.fr = cls.env["base"].with_context(lang="fr_FR").env

    def test_the_first_of_a_month_is_1er_in_french_and_no_other_day(self):
        self.assertEqual(day_in_words(self.fr, date(2026, 3, 1)), "1er mars 2026")
        self.assertEqual(day_in_words(self.fr, date(2026, 3, 11)), "11 mars 2026")
        self.assertEqual(day_in_words(self.fr, date(2026, 3, 21)), "21 mars 2026")
        self.assertEqual(day_in_words(self.en, date(2026, 3, 1)), "1 March 2026")
        self.assertEqual(day_in_words(self.fr, False), "")

    def test_numbers_have_a_comma_in_french_and_no_useless_zero(self):
        for value, english, french in (
            (30.0, "30", "30"),
            (12.5, "12.5", "12,5"),
            (Decimal("0.10"), "0.1", "0,1"),
            (100, "100", "100"),
            (0, "0", "0"),
            (12345.67, "12345.67", "12345,67"),
            (0.1 + 0.2, "0.3", "0,3"),
        ):
            with self.subTest(value):
                self.assertEqual(number_in_words(self.en, value), english)
                self.assertEqual(number_in_words(self.fr, value), french)

    def test_durations_know_their_plurals(self):
        for duration, english, french in (
            (Duration(1, 0), "1 month", "1 mois"),
            (Duration(2, 0), "2 months", "2 mois"),
            (Duration(0, 1), "1 day", "1 jour"),
            (Duration(0, 3), "3 days", "3 jours"),
            (Duration(2, 1), "2 months and 1 day", "2 mois et 1 jour"),
            (Duration(0, 0), "nothing", "rien"),
        ):
            with self.subTest(english):
                self.assertEqual(duration_in_words(self.en, duration), english)
                self.assertEqual(duration_in_words(self.fr, duration), french)

    def test_a_period_says_its_end_or_that_it_is_open(self):
        closed = Period(date(2026, 1, 1), date(2026, 6, 30))
        self.assertEqual(period_in_words(self.fr, closed), "du 1er janvier 2026 au 30 juin 2026")
        self.assertEqual(
            period_in_words(self.en, Period(date(2026, 1, 1), None)), "since 1 January 2026"
        )

    def test_a_stored_float_is_the_decimal_that_is_displayed(self):
        self.assertEqual(money(0.1) + money(0.2), Decimal("0.3"))
        self.assertEqual(money(False), Decimal(0))

    def test_every_status_that_a_career_gives_has_a_name(self):
        self.assertEqual(set(CAREER_STATUSES) - set(STATUS_LABELS), set())
        self.assertEqual(
            status_selection(self.en, ("cape", "suspended")),
            [("cape", "CAPE"), ("suspended", "Contract suspended")],
        )
