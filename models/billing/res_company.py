from odoo import api, fields, models
from odoo.exceptions import UserError

# Services are taxed when they are paid, so the taxes "sur les encaissements" (CGI 269).
TAX_XMLIDS = {"sale": "tva_normale_encaissement", "purchase": "tva_acq_encaissement"}
PRODUCTS = ("product_space_use", "product_service")


class ResCompany(models.Model):
    """The taxes and the payment term of the invoices between CAE and spaces."""

    _inherit = "res.company"

    cae_sale_tax_id = fields.Many2one(
        comodel_name="account.tax",
        string="VAT on services sold",
        check_company=True,
        domain="[('type_tax_use', '=', 'sale')]",
        help="Empty: 20 % on payments.",
    )
    cae_purchase_tax_id = fields.Many2one(
        comodel_name="account.tax",
        string="VAT on services bought",
        check_company=True,
        domain="[('type_tax_use', '=', 'purchase')]",
        help="Empty: 20 % on payments.",
    )
    cae_payment_term_id = fields.Many2one(
        comodel_name="account.payment.term",
        string="Payment term of cross-invoices",
        check_company=True,
        help="Used when the partner has none. Empty: 30 days.",
    )

    def _cae_prepare_company(self):
        """Put the service taxes of each company on the products that the addon ships."""
        res = super()._cae_prepare_company()
        products = self.env["product.product"]
        for name in PRODUCTS:
            products |= (
                self.env.ref(f"cae_tiers_lieux.{name}", raise_if_not_found=False) or products
            )
        for company in self.filtered(lambda c: c.cae_role != "none" and c.chart_template):
            # sudo: the products of the addon take the accounts of the company that is set up
            products.sudo().write(
                {
                    "taxes_id": [fields.Command.link(company._cae_tax("sale").id)],
                    "supplier_taxes_id": [fields.Command.link(company._cae_tax("purchase").id)],
                }
            )
        return res

    def _cae_tax(self, type_tax_use, rate=None, included=False):
        """Return the tax on services, ``sale`` or ``purchase``, of this company's chart.

        :param rate: a percent, that of services when not given
        :param included: the one whose prices hold it, to bill the total of a grid to the cent (R51)
        :raises UserError: the chart has no such tax and none was chosen
        """
        self.ensure_one()
        chosen = self[f"cae_{type_tax_use}_tax_id"]
        tax = chosen or self.env["account.chart.template"].with_company(self).ref(
            TAX_XMLIDS[type_tax_use], raise_if_not_found=False
        )
        if tax and rate and tax.amount != rate:
            tax = self._cae_tax_at(tax, rate)
        if not tax:
            raise UserError(
                self.env._(
                    "%(company)s has no tax for services: choose one in the settings of CAE & "
                    "Tiers-Lieux.",
                    company=self.name,
                )
            )
        return self._cae_tax_included(tax) if included else tax

    def _cae_tax_at(self, like, rate):
        """Return the tax of this company like another one, at another rate."""
        return (
            self.env["account.tax"]
            .search(
                [
                    *self.env["account.tax"]._check_company_domain(self),
                    ("type_tax_use", "=", like.type_tax_use),
                    ("amount_type", "=", "percent"),
                    ("amount", "=", rate),
                    ("price_include", "=", False),
                ],
                # paid on the same event first, then for services
                order="sequence, id",
            )
            .sorted(
                lambda tax: (
                    tax.tax_exigibility != like.tax_exigibility,
                    tax.tax_scope != "service",
                )
            )[:1]
        )

    def _cae_tax_included(self, tax):
        """Return the twin of a tax whose prices hold it, made once under our own identifier."""
        name = f"{self.id}_tax_{tax.id}_included"
        twin = self.env.ref(f"cae_tiers_lieux.{name}", raise_if_not_found=False)
        if not twin:
            # sudo: which tax a bill needs does not depend on who closes the month
            twin = tax.sudo().copy(
                {
                    "name": self.env._("%(tax)s included", tax=tax.name),
                    "price_include_override": "tax_included",
                }
            )
            self.env["ir.model.data"].sudo()._update_xmlids(
                [{"xml_id": f"cae_tiers_lieux.{name}", "record": twin, "noupdate": True}]
            )
        return twin.with_env(self.env)

    @api.model
    def _cae_default_payment_term(self):
        """Return the term of partners that have none: the company's, else 30 days."""
        term = self.env.company.cae_payment_term_id
        return term or self.env.ref("account.account_payment_term_30days", raise_if_not_found=False)
