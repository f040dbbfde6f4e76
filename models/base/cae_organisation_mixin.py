from odoo import api, fields, models
from odoo.fields import Domain


class CaeOrganisationMixin(models.AbstractModel):
    """A fact of an organisation that has members, kept in the books of one company.

    ``company_id`` is the company whose books and rights these are; ``organisation_id`` is the
    organisation spoken of: the company itself, or another one that it is a member of. Parameters
    go with their organisation; a model whose records must outlive it redefines ``ondelete``.
    """

    _name = "cae.organisation.mixin"
    _description = "Fact of an organisation, in the books of a company"
    _check_company_auto = True

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    organisation_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company.partner_id,
    )

    def _is_our_organisation(self):
        """Return whether the organisation is the company itself."""
        self.ensure_one()
        return self.organisation_id == self.company_id.partner_id

    @api.model
    def _domain_of_organisation(self, companies, organisations):
        """Return the domain of what these companies keep about these organisations."""
        return Domain("company_id", "in", companies.ids) & Domain(
            "organisation_id", "in", organisations.ids
        )
