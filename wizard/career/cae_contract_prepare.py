from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...rules.periods import DAY


class CaeContractPrepare(models.TransientModel):
    """Prepare the next contract of a person: first, renewal, other type, amendment.

    Everything is carried over. What stops it and what will follow is said while it is filled in:
    the contract itself, in memory, answers as it will once it is made. The fixed part of the pay is
    no part of it: it is entered on the draft, where only HR reads it again.
    """

    _name = "cae.contract.prepare"
    _description = "Prepare a contract"

    mode = fields.Selection(
        selection=[
            ("start", "New contract"),
            ("renewal", "Renewal"),
            ("switch", "Other type of contract"),
            ("amendment", "Amendment"),
        ],
        required=True,
        default="start",
    )
    is_amendment = fields.Boolean(compute="_compute_is_amendment")
    entrepreneur_id = fields.Many2one(comodel_name="cae.entrepreneur", required=True)
    company_id = fields.Many2one(related="entrepreneur_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    previous_id = fields.Many2one(comodel_name="cae.contract", string="Follows")
    type_id = fields.Many2one(
        comodel_name="cae.contract.type",
        string="Contract type",
        compute="_compute_type_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    is_employment = fields.Boolean(related="type_id.is_employment")
    date_start = fields.Date(
        string="First day",
        compute="_compute_date_start",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    date_end = fields.Date(
        string="Last day",
        compute="_compute_date_end",
        store=True,
        readonly=False,
        precompute=True,
    )
    minimum_activity = fields.Char(
        compute="_compute_minimum_activity",
        store=True,
        readonly=False,
    )
    changes = fields.Html(string="What it changes")
    information = fields.Text(compute="_compute_messages")
    blocking_message = fields.Text(compute="_compute_messages")
    can_override = fields.Boolean(compute="_compute_messages")
    override_reason = fields.Text(string="Reason of the manager")

    @api.depends("mode")
    def _compute_is_amendment(self):
        for wizard in self:
            wizard.is_amendment = wizard.mode == "amendment"

    @api.depends("mode", "previous_id", "entrepreneur_id")
    def _compute_type_id(self):
        cape = self.env["cae.contract.type"].search([("nature", "=", "cape")], limit=1)
        for wizard in self:
            previous_type = wizard.previous_id.type_id
            if wizard.mode in ("renewal", "amendment"):
                wizard.type_id = previous_type
            elif wizard.mode == "switch":
                wizard.type_id = previous_type.next_type_id
            else:
                wizard.type_id = wizard.type_id or cape

    @api.depends("mode", "previous_id")
    def _compute_date_start(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            last = wizard.previous_id.date_last
            if wizard.mode == "renewal" and last:
                wizard.date_start = last + DAY
            elif wizard.mode == "switch" and last:
                wizard.date_start = last + DAY if last >= today else today
            else:
                wizard.date_start = wizard.date_start or today

    @api.depends("type_id", "date_start", "mode")
    def _compute_date_end(self):
        for wizard in self:
            if wizard.is_amendment or not wizard.type_id or not wizard.date_start:
                wizard.date_end = False
            else:
                wizard.date_end = wizard._new_contract()._get_longest_end()

    @api.depends("previous_id")
    def _compute_minimum_activity(self):
        for wizard in self:
            wizard.minimum_activity = wizard.previous_id.minimum_activity

    @api.depends("mode", "type_id", "date_start", "date_end", "previous_id", "override_reason")
    @api.depends_context("uid", "lang")
    def _compute_messages(self):
        manager = self.env.user.has_group("cae_tiers_lieux.group_manager")
        for wizard in self:
            wizard.can_override = False
            wizard.information = False
            if not wizard.type_id or not wizard.date_start:
                wizard.blocking_message = self.env._("Choose the contract type and the first day.")
                continue
            contract = wizard._new_contract()
            found = contract._get_obstacles()
            wizard.can_override = (
                manager and bool(found) and all(finding.overridable for finding in found)
            )
            allowed = wizard.can_override and wizard.override_reason
            wizard.blocking_message = "\n".join(() if allowed else map(contract._say, found))
            wizard.information = "\n".join(contract._get_consequences())

    @api.constrains("mode", "previous_id")
    def _check_previous(self):
        for wizard in self:
            if wizard.mode != "start" and not wizard.previous_id:
                raise UserError(self.env._("Choose the contract that this one follows."))

    @api.model
    def _open(self, **context):
        titles = {
            "start": self.env._("New contract"),
            "renewal": self.env._("Renew"),
            "switch": self.env._("Other type of contract"),
            "amendment": self.env._("Amendment"),
        }
        return {
            "type": "ir.actions.act_window",
            "name": titles[context["default_mode"]],
            "res_model": self._name,
            "views": [[False, "form"]],
            "target": "new",
            "context": context,
        }

    # Actions

    def action_confirm(self):
        """Create the draft and open it."""
        self.ensure_one()
        self._check_can_confirm()
        return self._do_confirm()._get_records_action(context={})

    # Checks

    def _check_can_confirm(self):
        if self.blocking_message:
            raise ValidationError(self.blocking_message)

    # Steps

    def _do_confirm(self):
        contract = self.env["cae.contract"]._create_next(self._prepare_contract_vals())
        if self.override_reason and self.can_override:
            contract._do_override(self.override_reason)
        return contract

    # Values

    def _prepare_contract_vals(self):
        self.ensure_one()
        return {
            **self.previous_id._prepare_next_vals(self.mode),
            "entrepreneur_id": self.entrepreneur_id.id,
            "type_id": self.type_id.id,
            "date_start": self.date_start,
            "date_end": self.date_end,
            "minimum_activity": self.minimum_activity,
            "changes": self.changes,
        }

    def _new_contract(self):
        """Return the contract in memory: the rules answer as they will for the real one."""
        return self.env["cae.contract"].new({**self._prepare_contract_vals(), "state": "draft"})
