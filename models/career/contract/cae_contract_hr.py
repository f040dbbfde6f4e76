from odoo import api, fields, models
from odoo.exceptions import UserError


class CaeContract(models.Model):
    """What a contract has in HR, seen through the bridge: agreement, never an amount."""

    _inherit = "cae.contract"

    hr_version_id = fields.Many2one(
        comodel_name="hr.version",
        string="Version in HR",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="hr.group_hr_user",
    )
    hr_sent = fields.Boolean(
        string="Sent to HR",
        readonly=True,
        copy=False,
        help="A contract entered as already running is sent by hand, once HR is ready for it.",
    )
    changes_fixed_pay = fields.Boolean(
        readonly=True,
        copy=False,
        help="This amendment sets the fixed part anew.",
    )
    hr_state = fields.Selection(
        selection=[("agree", "HR agrees"), ("differ", "HR says otherwise")],
        string="In HR",
        compute="_compute_hr_state",
    )
    hr_difference = fields.Char(string="What differs in HR", compute="_compute_hr_state")

    @api.depends("state", "date_start", "date_last", "type_id.is_employment", "next_ids.state")
    @api.depends_context("lang")
    def _compute_hr_state(self):
        contracts = self._origin
        amended = contracts.filtered(lambda c: c.kind == "amendment").previous_id
        differences = self.env["cae.hr.bridge"]._compare(contracts | amended)
        labels = self._get_hr_labels()
        for contract in self:
            base = contract._origin
            if base.kind == "amendment":
                base = base.previous_id if base.state == "running" else base
            found = differences.get(base.id)
            contract.hr_state = False if found is None else "differ" if found else "agree"
            contract.hr_difference = ", ".join(labels[name] for name in found or ())

    # Actions

    def action_push_hr(self):
        """Send the signed dates to HR again, over what was changed there."""
        self.check_access("write")
        signed = self.filtered(lambda c: c.state in ("running", "ended", "terminated"))
        if not signed:
            raise UserError(self.env._("Only a signed contract is sent to HR."))
        bridge = self.env["cae.hr.bridge"]
        bridge._push_contracts(signed)
        bridge._push_contracts(signed._get_amendments())
        signed.entrepreneur_id._sync_deadlines()
        for contract in signed:
            contract.message_post(body=self.env._("The signed terms were sent to HR again."))

    # Business

    def _get_terms_fields(self):
        return super()._get_terms_fields() | {
            "changes_fixed_pay",
            "hr_sent",
            "hr_version_id",
        }

    def _get_amendments(self):
        """Return the signed amendments of these contracts, in the order in which they apply."""
        return (
            self.sudo()
            .search(
                [
                    ("previous_id", "in", self.ids),
                    ("kind", "=", "amendment"),
                    ("state", "in", ("running", "ended", "terminated")),
                ],
                order="date_start, amendment_number, id",
            )
            .sudo(self.env.su)
        )

    def _get_hr_labels(self):
        return {
            "missing": self.env._("not in HR"),
            "contract_date_start": self.env._("first day"),
            "contract_date_end": self.env._("last day"),
            "trial_date_end": self.env._("end of the trial"),
            "wage": self.env._("fixed part"),
        }
