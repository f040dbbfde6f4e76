from odoo import api, fields, models


class CaeContract(models.Model):
    """What the portal shows of a contract to its person."""

    _inherit = "cae.contract"

    # the team's own words are not the person's to read through the portal
    note = fields.Html(groups="base.group_user")
    can_person_sign = fields.Boolean(compute="_compute_can_person_sign")

    @api.depends("state", "entrepreneur_signature_date")
    def _compute_can_person_sign(self):
        for contract in self:
            contract.can_person_sign = (
                contract.state == "to_sign" and not contract.entrepreneur_signature_date
            )

    def _get_portal_url(self):
        self.ensure_one()
        return f"/my/career/contracts/{self.id}"

    def _get_portal_documents(self, kinds):
        """Return [(label, address)] of the documents that the person may open."""
        labels = {
            "contract": self.env._("The contract"),
            "means": self.env._("Means made available"),
            "certificate": self.env._("Certificate"),
            "pay": self.env._("Fixed part"),
        }
        return [(labels[kind], f"{self._get_portal_url()}/{kind}.pdf") for kind in kinds]
