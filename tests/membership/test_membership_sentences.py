"""Each thing that the rules of members and capital find has its sentence."""

from datetime import date
from decimal import Decimal

from odoo.tests import TransactionCase, tagged

from ...models.base.money import money
from ...models.membership.sentences import SENTENCES, say_finding
from ...rules import capital, members, release
from ...rules.capital import CapitalRules

STRICT = CapitalRules(
    first_call_percent=Decimal(25),
    release_years=3,
    categories_min=3,
    college_min=Decimal(10),
    college_max=Decimal(50),
    employee_capital_min=Decimal(51),
    employee_votes_min=Decimal(65),
    member_capital_max=Decimal(50),
    investor_votes_max=Decimal(49),
)


@tagged("post_install", "-at_install")
class TestMembershipSentences(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        signed = date(2026, 1, 1)
        calls = [release.Call(signed, Decimal(20)), release.Call(date(2032, 1, 1), Decimal(70))]
        weights = {"A": Decimal(60), "B": Decimal(5)}
        investor = members.Group("investor", 1, Decimal(60), Decimal(100), Decimal(60))
        user = members.Group("user", 1, Decimal(40), Decimal(0), Decimal(40))
        findings = [
            *release.schedule_problems(Decimal(100), signed, calls, STRICT),
            release.withholding_problem(
                Decimal("200.5"), Decimal(1000), Decimal(10), employee=True
            ),
            release.withholding_problem(Decimal(1), Decimal(1), Decimal(10), employee=False),
            capital.refund_problem(Decimal(700), Decimal(1000), Decimal(2000), Decimal(25)),
            *members.weight_problems(weights, STRICT),
            *members.structure_problems([investor, user], STRICT, required=["employee"]),
        ]
        cls.findings = {finding.code: finding for finding in findings}

    def test_every_code_has_a_sentence_that_can_be_filled_in(self):
        self.assertEqual(set(self.findings), set(SENTENCES))
        self.env["res.lang"]._activate_lang("fr_FR")
        french = self.env["res.partner"].with_context(lang="fr_FR").env
        for finding in self.findings.values():
            for env in (self.env, french):
                sentence = say_finding(env, finding)
                self.assertIn(finding.rule, sentence)
                self.assertNotIn("%(", sentence)

    def test_figures_have_two_decimals_and_days_are_in_words(self):
        self.assertEqual(
            say_finding(self.env, self.findings["withholding_cap"]),
            "200.50 is more than 10.00 % of the pay of 1000.00: withhold at most 100.00 (R29).",
        )
        self.assertIn(
            "by 1 January 2029 (3 years", say_finding(self.env, self.findings["release_late"])
        )

    def test_the_caller_names_what_only_it_knows(self):
        finding = self.findings["category_missing"]
        self.assertIn("Employees,", say_finding(self.env, finding, category="Employees"))

    def test_a_sum_of_floats_is_rounded_to_the_cent(self):
        self.assertEqual(money(0.1 + 0.2, 2), Decimal("0.3"))
        self.assertEqual(money(False), 0)
