from odoo import models

from ...base.words import day_in_words


class CaeDeadline(models.Model):
    """The next step of each kind of deadline: a button that opens what it waits for."""

    _inherit = "cae.deadline"

    # Actions

    def action_next_step(self):
        """Open what this deadline waits for: a wizard when there is one, else the record."""
        self.ensure_one()
        if self._is_missed_associate():
            return self._open_missed_associate()
        method = getattr(self, f"_open_{self.kind}", None)
        return method() if method else self._open_record(self.contract_id or self.entrepreneur_id)

    def _open_term(self):
        return self.contract_id.action_renew()

    def _open_last_term(self):
        return self.contract_id.action_switch()

    def _open_associate(self):
        return self._open_record(self.entrepreneur_id)

    def _is_missed_associate(self):
        """Whether this user has to decide what a missed associate deadline asks for (R15)."""
        return (
            self.kind == "associate"
            and self.days_left < 0
            and self.env.user.has_group("cae_tiers_lieux.group_manager")
        )

    def _open_missed_associate(self):
        """The contract ends (R15): proposed to a manager, never done silently."""
        action = self.contract_id.action_terminate()
        action["context"]["default_reason"] = self.env._(
            "R15: not an associate on %(day)s, the last day to become one.",
            day=day_in_words(self.env, self.date),
        )
        return action

    def _open_declaration(self):
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "cae_tiers_lieux.cae_declaration_action"
            ),
            "domain": [("contract_id", "=", self.contract_id.id)],
            "context": {},
        }

    def _open_record(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
        }

    def _get_next_steps(self):
        """Return the words of the button for each kind."""
        return {
            "term": self.env._("Renew"),
            "last_term": self.env._("Move to a CESA"),
            "sign": self.env._("Open the contract"),
            "associate": self.env._("Open the file"),
            "trial": self.env._("Open the contract"),
            "declaration": self.env._("Declare"),
            "hr": self.env._("Compare"),
        }
