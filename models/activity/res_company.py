from odoo import api, fields, models


class ResCompany(models.Model):
    """A company of the database that plays a part in the exchanges between CAE and spaces."""

    _inherit = "res.company"

    cae_role = fields.Selection(
        selection=[
            ("none", "None"),
            ("coop", "CAE"),
            ("host", "Operator of spaces"),
            ("network", "Network"),
        ],
        string="Role in CAE & Tiers-Lieux",
        default="none",
        required=True,
        help="Nothing changes for a company without a role.",
    )
    cae_shared_account_id = fields.Many2one(
        comodel_name="account.analytic.account",
        string="Shared services account",
        check_company=True,
        help="Analytic account of what the CAE itself pays, beside its activities (R19).",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._cae_prepare_company()
        return companies

    def write(self, vals):
        res = super().write(vals)
        if "cae_role" in vals:
            self._cae_prepare_company()
        return res

    def _cae_prepare_company(self):
        """Give each company with a role what its books need; safe to call again."""
        with_role = self.filtered(lambda c: c.cae_role != "none")
        if with_role:
            with_role._cae_prepare_sequences()
        for company in self.filtered(
            lambda c: c.cae_role == "coop" and not c.cae_shared_account_id
        ):
            # sudo: the settings give a role, not the right to analytic accounting
            company.sudo().cae_shared_account_id = (
                self.env["account.analytic.account"]
                .sudo()
                .create(company._cae_prepare_shared_account_vals())
            )

    def _cae_prepare_sequences(self):
        """Give each company its own copy of the numbering that the addon ships.

        Two companies of one database never share a number: it would tell one of them how much
        the other does.
        """
        # sudo: the settings give a role, not the right to sequences
        sequences = self.env["ir.sequence"].sudo()
        shipped = sequences.search([("code", "=like", "cae.%"), ("company_id", "=", False)])
        own = sequences.search(
            [("code", "in", shipped.mapped("code")), ("company_id", "in", self.ids)]
        )
        done = {(sequence.company_id, sequence.code) for sequence in own}
        sequences.create(
            [
                sequence.copy_data({"company_id": company.id, "number_next": 1})[0]
                for company in self
                for sequence in shipped
                if (company, sequence.code) not in done
            ]
        )

    def _cae_prepare_shared_account_vals(self):
        self.ensure_one()
        plan = self.env["account.analytic.plan"]._cae_activity_plan()
        company = self.with_context(lang=self.partner_id.lang or self.env.lang)
        return {
            "name": company.env._("Shared services – %(company)s", company=self.name),
            "plan_id": plan.id,
            "company_id": self.id,
        }
