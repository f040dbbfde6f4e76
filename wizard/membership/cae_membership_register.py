import base64

from odoo import fields, models


class CaeMembershipRegister(models.TransientModel):
    """The register of members as it stood on a day, on paper or in a spreadsheet (R32)."""

    _name = "cae.membership.register"
    _description = "Register of members"

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company
    )
    organisation_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        default=lambda self: self.env.company.partner_id,
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    with_left = fields.Boolean(string="With those who left", default=True)
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    def action_print(self):
        """Print the register of that day."""
        return self.env.ref("cae_tiers_lieux.cae_membership_register_report").report_action(self)

    def action_export(self):
        """Make the spreadsheet of the register of that day, and download it."""
        self.ensure_one()
        content = self.env["cae.membership"]._get_register_xlsx(
            self.organisation_id, self.date, self._get_rows()
        )
        self.write(
            {
                "file": base64.b64encode(content),
                "file_name": f"registre-{self.date.isoformat()}.xlsx",
            }
        )
        return {
            "type": "ir.actions.act_url",
            "target": "download",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.file_name}?download=true",
        }

    def _get_rows(self):
        """Return the rows of the register of that day."""
        self.ensure_one()
        return self.env["cae.membership"]._get_register(
            self.company_id, self.organisation_id, self.date, self.with_left
        )
