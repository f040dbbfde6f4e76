from dataclasses import replace

from odoo import api, fields, models

from ....rules.contract_terms import StatusFact
from ..contract.cae_contract import SIGNED_STATES


class CaeEntrepreneur(models.Model):
    """The status that a community contract gives its other holders, on their own days."""

    _inherit = "cae.entrepreneur"

    holder_ids = fields.One2many(
        comodel_name="cae.contract.holder",
        inverse_name="entrepreneur_id",
        string="Community contracts held",
    )

    @api.depends("holder_ids.date_start", "holder_ids.date_end", "holder_ids.contract_id.state")
    def _compute_status(self):
        return super()._compute_status()

    def _status_facts(self):
        found = super()._status_facts()
        holders = (
            self.env["cae.contract.holder"]
            .sudo()
            .search(
                [
                    ("entrepreneur_id", "in", self.ids),
                    ("contract_id.state", "in", SIGNED_STATES),
                ],
                order="date_start, id",
            )
        )
        for holder in holders:
            contract = holder.contract_id
            last = min(filter(None, (holder.date_end, contract.date_last)), default=None)
            if last and last < holder.date_start:
                continue  # the contract was ended before this holder began
            fact = StatusFact(contract.nature, holder.date_start, last)
            career = found[holder.entrepreneur_id.id]
            found[holder.entrepreneur_id.id] = replace(career, contracts=(*career.contracts, fact))
        return found
