from odoo import api, models


class CaeAttestation(models.Model):
    _inherit = "cae.attestation"

    @api.model_create_multi
    def create(self, vals_list):
        attestations = super().create(vals_list)
        attestations._rerate_uses()
        return attestations

    def write(self, vals):
        res = super().write(vals)
        self._rerate_uses()
        return res

    def _rerate_uses(self):
        """What a coop says of a person decides their uses that are not billed yet."""
        usages = (
            self.env["cae.usage"]
            .sudo()  # sudo: prices follow the fact, whoever may read the uses
            .search(
                [
                    ("partner_id", "in", self.partner_id.ids),
                    ("company_id", "in", self.company_id.ids),
                    ("state", "in", ("recorded", "rated")),
                ]
            )
        )
        # who the visitor is, and for which coop, are deduced from attestations
        for name in ("visitor", "coop_id"):
            self.env.add_to_compute(usages._fields[name], usages)
        usages._rate()
