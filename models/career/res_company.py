from odoo import fields, models


class ResCompany(models.Model):
    """The legal identity of a coop, as contracts print it."""

    _inherit = "res.company"

    cae_legal_form = fields.Char(
        string="Legal form",
        help="As printed: société coopérative à responsabilité limitée à capital variable.",
    )
    cae_capital_text = fields.Char(
        string="Capital, as printed",
        help="For a variable capital: au capital minimal de 18 500 €.",
    )
    cae_registry = fields.Char(string="Registered at", help="As printed: RCS Bordeaux.")
    cae_representative = fields.Char(string="Legal representative")
    cae_representative_title = fields.Char(string="Function", help="As printed: gérante.")

    def _cae_registration(self):
        """Return the number of the coop: its SIREN and where it is registered."""
        self.ensure_one()
        siret = "".join((self.company_registry or "").split())
        parts = [self.cae_registry] if self.cae_registry else []
        if siret:
            siren = siret[:9] if len(siret) == 14 and siret.isdigit() else siret
            grouped = " ".join(siren[i : i + 3] for i in range(0, len(siren), 3))
            parts.append(grouped if siren.isdigit() else siren)
        return " ".join(parts)

    def _cae_legal_form_name(self):
        """Return the legal form as contracts print it; later houses may know it otherwise."""
        self.ensure_one()
        return self.cae_legal_form or ""

    def _cae_missing_identity(self, representative=True):
        """Return the words of what the identity of a coop still lacks."""
        self.ensure_one()
        missing = []
        if not (self.street and self.city):
            missing.append(self.env._("its seat (street and town)"))
        if not self.company_registry:
            missing.append(self.env._("its SIREN or SIRET"))
        if representative and not self._cae_legal_form_name():
            missing.append(self.env._("its legal form"))
        if representative and not self.cae_representative:
            missing.append(self.env._("its legal representative"))
        return missing
