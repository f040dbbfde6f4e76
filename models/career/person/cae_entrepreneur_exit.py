from odoo import fields, models
from odoo.exceptions import UserError

from ...base.words import day_in_words


class CaeEntrepreneur(models.Model):
    """The exit of a person: contracts ended, HR told, and a list of what is left to settle."""

    _inherit = "cae.entrepreneur"

    exit_check_ids = fields.One2many(
        comodel_name="cae.exit.check",
        inverse_name="entrepreneur_id",
        string="Exit checklist",
    )

    # Actions

    def action_start_contract(self):
        """Prepare a new contract: a first CAPE, or straight a CESA."""
        self.ensure_one()
        return self.env["cae.contract.prepare"]._open(
            default_mode="start",
            default_entrepreneur_id=self.id,
        )

    def action_renew(self):
        return self._get_contract_to_follow().action_renew()

    def action_switch(self):
        return self._get_contract_to_follow().action_switch()

    def action_exit(self):
        self._check_can_exit()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Exit"),
            "res_model": "cae.entrepreneur.exit",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_entrepreneur_id": self.id},
        }

    def action_cancel_exit(self):
        """Take back an exit that was entered by mistake; ended contracts stay ended."""
        self.write({"exit_date": False, "exit_reason": False})
        self._sync_stage()

    def _get_contract_to_follow(self):
        self.ensure_one()
        if not self.contract_id:
            raise UserError(self.env._("%(person)s has no signed contract yet.", person=self.name))
        return self.contract_id

    def _check_can_exit(self):
        self.ensure_one()
        if self.exit_date:
            raise UserError(
                self.env._(
                    "%(person)s has already left, on %(day)s.",
                    person=self.name,
                    day=day_in_words(self.env, self.exit_date),
                )
            )

    def _do_exit(self, day, reason, note=False):
        """Let a person go on `day`, the last one in the coop."""
        self.ensure_one()
        self._end_contracts(day, reason, note)
        self.write({"exit_date": day, "exit_reason": reason})
        self._add_exit_checks(reason)
        self.env["cae.hr.bridge"]._push_departure(self, day, reason, note)
        if day < fields.Date.context_today(self):
            self._sync_stage()
        self._sync_deadlines()
        self._after_exit()

    def _end_contracts(self, day, reason, note):
        contracts = self.contract_ids._periods()
        unsigned = self.contract_ids.filtered(lambda c: c.state in ("draft", "to_sign"))
        later = contracts.filtered(lambda c: c.state == "running" and c.date_start > day)
        if later:
            raise UserError(
                self.env._(
                    "%(contract)s starts after this exit. Choose a later day, or end that contract "
                    "first.",
                    contract=later[0].display_name,
                )
            )
        unsigned._do_cancel()
        label = dict(self._fields["exit_reason"]._description_selection(self.env))[reason]
        for contract in contracts.filtered(lambda c: c.state == "running"):
            if not contract.date_last or contract.date_last > day:
                contract._do_terminate(day, note or label)

    def _add_exit_checks(self, reason):
        items = self.env["cae.exit.item"].search(
            [] if reason == "death" else [("only_death", "=", False)]
        )
        known = set(self.exit_check_ids.mapped("name"))
        self.env["cae.exit.check"].create(
            [
                {"entrepreneur_id": self.id, "name": item.name, "sequence": item.sequence}
                for item in items
                if item.name not in known
            ]
        )

    def _after_exit(self):
        """Called once somebody has left: later houses stop passes, bookings, access, mails."""
