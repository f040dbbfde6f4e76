from odoo import api, fields, models

from ....rules.retention import ARCHIVE, DELETE, Kept, Limits, retention_due

CANDIDATE_PARAMETER = "cae_tiers_lieux.retention_candidate_months"
FILE_PARAMETER = "cae_tiers_lieux.retention_file_months"


class CaeEntrepreneur(models.Model):
    """How long files are kept (R46): what is over, and what is then done, on a manager's order."""

    _inherit = "cae.entrepreneur"

    @api.model
    def _get_retention_limits(self):
        parameters = self.env["ir.config_parameter"].sudo()
        return Limits(
            int(parameters.get_param(CANDIDATE_PARAMETER, Limits().candidate_months)),
            int(parameters.get_param(FILE_PARAMETER, Limits().file_months)),
        )

    def _get_retention(self):
        """Return {entrepreneur id: (action, day it was due)} of the files whose time is over."""
        today = fields.Date.context_today(self)
        limits = self._get_retention_limits()
        found = {}
        for person in self:
            due = retention_due(person._get_retention_facts(), limits)
            if due and due[1] <= today:
                found[person.id] = due
        return found

    def _get_retention_facts(self):
        """Return what the rule reads: a candidate is over once gone or archived."""
        self.ensure_one()
        person = self.sudo()
        contracts = person.contract_ids._periods()
        if contracts.filtered(lambda c: c.state in ("to_sign", "running")):
            return Kept(True, None)
        signed = contracts._signed()
        if not signed and not person.holder_ids:
            closed = person.exit_date
            if not closed and not person.active:
                closed = fields.Date.to_date(person.write_date)
            return Kept(False, closed or None, not person.active)
        days = [*signed.mapped("date_last"), *person.holder_ids.mapped("date_end")]
        last = max(days) if days and all(days) else None
        if person.exit_date:
            last = max(filter(None, (last, person.exit_date)))
        return Kept(True, last, not person.active)

    def _apply_retention(self):
        """Delete or archive each file whose time is over; return how many of each."""
        found = self._get_retention()
        gone = self.filtered(lambda person: found.get(person.id, ("",))[0] == DELETE)
        kept = self.filtered(lambda person: found.get(person.id, ("",))[0] == ARCHIVE)
        # sudo: a manager orders it without reading the person's restricted file
        restricted = kept.sudo()
        restricted.person_document_ids.unlink()
        restricted.aid_ids.unlink()
        restricted.write(
            {
                "active": False,
                "social_status": False,
                "social_status_entry": False,
                "social_note": False,
                "prescriber_reference": False,
            }
        )
        counts = {DELETE: len(gone), ARCHIVE: len(kept)}
        gone.contract_ids.unlink()
        gone.unlink()
        return counts
