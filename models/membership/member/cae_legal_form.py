from odoo import fields, models


class CaeLegalForm(models.Model):
    """The legal form of an organisation: which rules of members and capital it lives by.

    ==========  ==========================
    Support     reads
    Accountant  reads
    Manager     creates, edits, deletes
    ==========  ==========================
    """

    _name = "cae.legal.form"
    _description = "Legal form"
    _inherit = ["cae.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short code used in files, such as scic.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    has_capital = fields.Boolean(
        string="Has shares",
        help="Its members hold shares, and only those who hold some vote.",
    )
    is_cooperative = fields.Boolean(
        string="Cooperative",
        help="Cooperative law applies: one member, one vote; floor of the capital; audit.",
    )
    version_ids = fields.One2many(
        comodel_name="cae.legal.form.version",
        inverse_name="form_id",
        string="Rules by date",
    )

    _code_unique = models.Constraint("UNIQUE (code)", "A legal form has a code of its own.")

    def _rules_on(self, day):
        """Return ``{form: CapitalRules}`` in force on ``day``; no version means no limit."""
        versions = self.env["cae.legal.form.version"]
        found = versions._versions_on(day, [("form_id", "in", self.ids)])
        return {form: found.get(form, versions)._get_rules() for form in self}
