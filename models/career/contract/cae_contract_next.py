from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CaeContract(models.Model):
    """The next step of a contract: buttons that open the wizard which carries everything over."""

    _inherit = "cae.contract"

    to_renew = fields.Boolean(
        compute="_compute_to_renew",
        search="_search_to_renew",
        help="Runs, ends within 90 days, and nothing follows it yet.",
    )
    is_renewable = fields.Boolean(compute="_compute_is_renewable")
    can_override = fields.Boolean(compute="_compute_can_override")

    @api.depends("state", "kind", "date_last", "entrepreneur_id.contract_ids.state")
    def _compute_to_renew(self):
        renewing = self.filtered_domain(self._get_to_renew_domain())
        for contract in self:
            contract.to_renew = contract in renewing and not contract._get_followers()

    @api.depends("type_id", "state", "date_last", "entrepreneur_id.contract_ids.state")
    def _compute_is_renewable(self):
        for contract in self:
            if not contract.date_start or contract.kind == "amendment":
                contract.is_renewable = False
                continue
            balance = contract._get_balance_after()
            contract.is_renewable = balance is None or bool(balance.renewals_left and balance.left)

    def _search_to_renew(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        contracts = self.search(self._get_to_renew_domain())
        return [("id", "in", contracts.filtered(lambda c: not c._get_followers()).ids)]

    def _get_to_renew_domain(self):
        return [
            ("state", "=", "running"),
            ("kind", "!=", "amendment"),
            ("date_last", "!=", False),
            ("date_last", "<=", fields.Date.add(fields.Date.context_today(self), days=90)),
        ]

    @api.depends("state", "blocking_message")
    @api.depends_context("uid")
    def _compute_can_override(self):
        manager = self.env.user.has_group("cae_tiers_lieux.group_manager")
        for contract in self:
            violations = (
                contract._get_violations() if contract.state in ("draft", "to_sign") else []
            )
            contract.can_override = (
                manager and bool(violations) and all(v.overridable for v in violations)
            )

    # Actions

    def action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }

    def action_renew(self):
        return self._open_next("renewal")

    def action_amend(self):
        return self._open_next("amendment")

    def action_switch(self):
        return self._open_next("switch")

    def action_terminate(self):
        self.ensure_one()
        self._check_can_follow()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("End early"),
            "res_model": "cae.contract.terminate",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_contract_id": self.id},
        }

    def action_override(self):
        self.ensure_one()
        self._check_can_override()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Allow with a reason"),
            "res_model": "cae.contract.override",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_contract_id": self.id},
        }

    # Checks

    def _check_can_follow(self):
        self.ensure_one()
        if self.kind == "amendment":
            raise UserError(
                self.env._(
                    "%(contract)s is an amendment: start from the contract that it amends.",
                    contract=self.display_name,
                )
            )

    def _check_can_override(self):
        self.ensure_one()
        if not self.env.user.has_group("cae_tiers_lieux.group_manager"):
            raise AccessError(self.env._("Only a manager may allow what a rule stops."))
        if not self.can_override:
            raise UserError(self.env._("Nothing here may be allowed by a manager."))

    # Business

    def _open_next(self, mode):
        self._check_can_follow()
        states = ("running",) if mode == "amendment" else ("running", "ended", "terminated")
        self._check_state(*states)
        context = {
            "default_mode": mode,
            "default_entrepreneur_id": self.entrepreneur_id.id,
            "default_previous_id": self.id,
        }
        if mode == "renewal" and self.env.user.has_group("hr.group_hr_manager"):
            context["default_fixed_pay"] = self.fixed_pay
        return self.env["cae.contract.prepare"]._open(**context)

    def _do_override(self, reason):
        """Keep who allowed it and why; the chatter says it."""
        self._in_life().write({"override_reason": reason, "override_user_id": self.env.uid})
        for contract in self:
            contract.message_post(
                body=self.env._("Allowed by a manager: %(reason)s", reason=reason)
            )
