from odoo import fields, models


class CaeContract(models.Model):
    """What follows a signature or an end: declarations (R9), HR, deadlines, the stage."""

    _inherit = "cae.contract"

    declaration_ids = fields.One2many(
        comodel_name="cae.declaration",
        inverse_name="contract_id",
        string="Declarations",
    )

    def _do_to_sign(self):
        result = super()._do_to_sign()
        self.entrepreneur_id._sync_deadlines()
        return result

    def _do_cancel(self):
        result = super()._do_cancel()
        self.entrepreneur_id._sync_deadlines()
        return result

    def _do_back_to_draft(self):
        result = super()._do_back_to_draft()
        self.entrepreneur_id._sync_deadlines()
        return result

    def _after_signature(self):
        result = super()._after_signature()
        bridge = self.env["cae.hr.bridge"]
        bridge._push_contracts(self)
        declaration = self.env["cae.declaration"]
        periods = self.filtered(lambda c: c.kind != "amendment")
        for event, contracts in periods.grouped(
            lambda c: "renewal" if c.kind == "renewal" else "start"
        ).items():
            declaration._generate(contracts, event, "signature_date")
        self.entrepreneur_id._sync_deadlines()
        return result

    def _after_end(self):
        result = super()._after_end()
        self.env["cae.hr.bridge"]._push_end(self)
        early = self.filtered(lambda c: c.state == "terminated" and c.kind != "amendment")
        self.env["cae.declaration"]._generate(early, "early_end", "date_closed")
        self.entrepreneur_id._sync_deadlines()
        return result

    def _after_suspension(self):
        """Suspended days may move the trial: HR and the deadlines follow."""
        result = super()._after_suspension()
        contracts = self.entrepreneur_id.contract_ids.filtered(lambda c: c.state == "running")
        contracts.invalidate_recordset(["trial_end", "associate_deadline"])
        self.env["cae.hr.bridge"]._push_trials(contracts)
        self.entrepreneur_id._sync_deadlines()
        return result

    def _get_own_deadlines(self, is_associate=False):
        """Return [(kind, day, alerts, note)]: the terms this contract sets by itself."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        if self.state == "to_sign":
            return [("sign", self.date_start, "30, 7", self.name)]
        terms = self.type_id._get_terms(self.date_start)
        found = []
        if self.date_last and not self._get_followers():
            kind = "term" if self.is_renewable else "last_term"
            found.append((kind, self.date_last, terms.alert_days, self.name))
        if self.associate_deadline and not is_associate:
            months = terms._parse_numbers("associate_alert_months")
            days = ", ".join(str(self._days_before(self.associate_deadline, m)) for m in months)
            found.append(("associate", self.associate_deadline, days, self.name))
        if self.trial_end and self.trial_end >= today:
            found.append(("trial", self.trial_end, "30, 7", self.name))
        return found

    def _get_followers(self):
        """Return the contracts, at least sent to signature, that begin after this one."""
        return self.entrepreneur_id.sudo().contract_ids.filtered(
            lambda c: (
                c.kind != "amendment"
                and c.state in ("running", "ended", "terminated")
                and c.date_start > self.date_start
            )
        )
