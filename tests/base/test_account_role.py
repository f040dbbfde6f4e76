"""Which account stands for a role: the chosen one, else that of the French chart."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...models.base.cae_account_role import CHART_ACCOUNTS, chart_code
from ..common import CaeCommon


@tagged("post_install", "-at_install")
class TestAccountRole(CaeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coop_a.country_id = cls.env.ref("base.fr")
        cls.env["account.chart.template"].try_loading("fr", company=cls.coop_a, install_demo=False)
        cls.roles = cls.env["cae.account.role"]
        cls.other = cls.env["account.account"].create(
            {"name": "Other", "code": "613299", "account_type": "expense"}
        )

    def test_the_french_chart_has_every_role(self):
        selection = dict(self.roles._fields["role"].selection)
        self.assertEqual(set(selection), set(CHART_ACCOUNTS))
        accounts = self.coop_a._cae_accounts(selection)
        self.assertEqual(
            {role: account.code for role, account in accounts.items()},
            {role: chart_code(role) for role in selection},
        )

    def test_the_chosen_account_comes_first(self):
        line = self.roles.create({"role": "space_bought", "account_id": self.other.id})
        self.assertEqual(line.default_code, "613200")
        self.assertEqual(self.coop_a._cae_account("space_bought"), self.other)
        self.assertEqual(self.coop_a._cae_account("service_bought").code, "622600")
        line.unlink()
        self.assertEqual(self.coop_a._cae_account("space_bought").code, "613200")

    def test_a_renumbered_account_is_still_found(self):
        account = self.coop_a._cae_account("space_sold")
        account.code = "70600000"
        self.assertEqual(self.coop_a._cae_account("service_sold"), account)

    def test_a_chart_without_a_template_is_read_by_number(self):
        with self.assertRaises(UserError) as caught:
            self.coop_b._cae_account("member_called")
        self.assertIn(
            "Coop B has no account 456250 for « Members: called, to pay »", str(caught.exception)
        )
        account = (
            self.env["account.account"]
            .with_company(self.coop_b)
            .create({"name": "Called", "code": "456250", "account_type": "asset_current"})
        )
        self.assertEqual(self.coop_b._cae_account("member_called"), account)

    def test_ten_roles_cost_no_more_queries_than_one(self):
        def count(company, roles):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            company._cae_accounts(roles)
            return self.env.cr.sql_log_count - before

        self.env["account.account"].with_company(self.coop_b).create(
            [
                {"name": code, "code": code, "account_type": "asset_current"}
                for code in {chart_code(role) for role in CHART_ACCOUNTS}
            ]
        )
        for company in (self.coop_a, self.coop_b):
            count(company, CHART_ACCOUNTS)
            self.assertEqual(count(company, ["loss"]), count(company, CHART_ACCOUNTS))

    def test_managers_choose_the_others_read(self):
        values = {"role": "loss", "account_id": self.other.id, "company_id": self.coop_a.id}
        for user in (self.support, self.accountant):
            with self.assertRaises(AccessError):
                self.roles.with_user(user).create(values)
        line = self.roles.with_user(self.manager).create(values)
        self.assertEqual(line.with_user(self.support).role, "loss")
        # who makes an entry finds the account without rights on the chart
        self.assertEqual(self.coop_a.with_user(self.network)._cae_account("loss").id, self.other.id)
        with self.assertRaises(AccessError):
            line.with_user(self.support_b).read(["role"])
