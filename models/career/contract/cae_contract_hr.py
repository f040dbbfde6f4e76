from odoo import api, fields, models
from odoo.exceptions import UserError

from ....rules.periods import add_months
from .cae_contract import SIGNED_STATES


class CaeContract(models.Model):
    """What others are told of a contract: HR, Urssaf and France Travail, the board of deadlines.

    The fixed part of the pay is for whom HR shows wages; everybody else sees whether HR agrees.
    """

    _inherit = "cae.contract"

    # pay
    fixed_pay = fields.Monetary(
        string="Fixed part (monthly, gross)",
        groups="hr.group_hr_manager",
        help="Shown only to whom HR shows wages.",
    )
    changes_fixed_pay = fields.Boolean(
        readonly=True,
        copy=False,
        help="This amendment sets the fixed part anew.",
    )

    fixed_pay_entry = fields.Monetary(
        string="Enter the fixed part",
        compute="_compute_fixed_pay_entry",
        inverse="_inverse_fixed_pay_entry",
        help="Monthly, gross. Kept for HR: after it is saved it shows only to whom HR shows wages.",
    )
    has_fixed_pay = fields.Boolean(
        string="Fixed part entered", compute="_compute_has_fixed_pay", compute_sudo=True
    )

    # HR
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
    hr_state = fields.Selection(
        selection=[("agree", "HR agrees"), ("differ", "HR says otherwise")],
        string="In HR",
        compute="_compute_hr_state",
    )
    hr_difference = fields.Char(string="What differs in HR", compute="_compute_hr_state")

    # Urssaf and France Travail (R9)
    declaration_ids = fields.One2many(
        comodel_name="cae.declaration",
        inverse_name="contract_id",
        string="Declarations",
    )

    def _compute_fixed_pay_entry(self):
        """Nothing: a pay is entered here and is not read here."""
        self.fixed_pay_entry = 0.0

    def _inverse_fixed_pay_entry(self):
        for contract in self.filtered("fixed_pay_entry"):
            vals = {"fixed_pay": contract.fixed_pay_entry}
            # sudo: whoever prepares the draft enters the pay, and does not see it again
            draft = contract.sudo()
            if contract.is_amendment:
                vals["changes_fixed_pay"] = True
                draft = draft._permit("changes_fixed_pay")
            draft.write(vals)

    @api.depends("fixed_pay")
    def _compute_has_fixed_pay(self):
        for contract in self:
            contract.has_fixed_pay = bool(contract.fixed_pay)

    @api.depends("state", "date_start", "date_last", "type_id.is_employment", "next_ids.state")
    @api.depends_context("lang")
    def _compute_hr_state(self):
        """A running amendment says what HR says of the contract that it amends."""
        contracts = self._origin
        amended = contracts.filtered("is_amendment").previous_id
        differences = self.env["cae.hr.bridge"]._compare(contracts | amended)
        labels = self._get_hr_labels()
        for contract in self:
            base = contract._origin
            if base.is_amendment and base.state == "running":
                base = base.previous_id
            found = differences.get(base.id)
            contract.hr_state = False if found is None else "differ" if found else "agree"
            contract.hr_difference = ", ".join(labels[name] for name in found or ())

    # Actions

    def action_push_hr(self):
        """Send the signed dates to HR again, over what was changed there."""
        self._check_can_push_hr()
        self._signed()._do_push_hr()

    # Checks

    def _check_can_push_hr(self):
        self.check_access("write")
        if not self._signed():
            raise UserError(self.env._("Only a signed contract is sent to HR."))

    # Steps

    def _do_push_hr(self):
        bridge = self.env["cae.hr.bridge"]
        bridge._push_contracts(self)
        bridge._push_contracts(self._get_amendments())
        self.entrepreneur_id._sync_deadlines()
        for contract in self:
            contract.message_post(body=self.env._("The signed terms were sent to HR again."))

    # Business

    def _get_amendments(self):
        """Return the signed amendments of these contracts, in the order in which they apply."""
        # sudo: they belong to the contract, whoever may read it
        return (
            self.sudo()
            .search(
                [
                    ("previous_id", "in", self.ids),
                    ("is_amendment", "=", True),
                    ("state", "in", SIGNED_STATES),
                ],
                order="date_start, amendment_number, id",
            )
            .sudo(self.env.su)
        )

    def _get_hr_labels(self):
        """Return the words of what HR may say otherwise, by the name that the bridge gives it."""
        return {
            "missing": self.env._("not in HR"),
            "contract_date_start": self.env._("first day"),
            "contract_date_end": self.env._("last day"),
            "trial_date_end": self.env._("end of the trial"),
            "wage": self.env._("fixed part"),
        }

    def _get_own_deadlines(self, is_associate=False):
        """Return [(kind, day, alerts, note)]: the deadlines that this contract sets by itself.

        `alerts`: days before, separated by commas.

        :param is_associate: whether the person holds shares already
        """
        self.ensure_one()
        if self.state == "to_sign":
            return [("sign", self.date_start, "30, 7", self.name)]
        terms = self.type_id._get_terms(self.date_start)
        found = []
        if self.date_last and not self._get_followers():
            kind = "term" if self.is_renewable else "last_term"
            found.append((kind, self.date_last, terms.alert_days, self.name))
        day = self.associate_deadline
        if day and not is_associate:
            months = terms._parse_numbers("associate_alert_months")
            alerts = ", ".join(str((day - add_months(day, -number)).days) for number in months)
            found.append(("associate", day, alerts, self.name))
        if self.trial_end and self.trial_end >= fields.Date.context_today(self):
            found.append(("trial", self.trial_end, "30, 7", self.name))
        return found
