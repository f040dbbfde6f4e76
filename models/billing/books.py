"""What every invoice of a closing needs from a company's books, looked up once for all of them."""

from functools import cache, cached_property


class Books:
    """Accounts, taxes, product, payment term and words of one company."""

    def __init__(self, company):
        self._company = company.with_company(company)
        self.account = cache(self._company._cae_account)
        self.tax = cache(self._company._cae_tax)

    @cached_property
    def payment_term(self):
        """The term of partners that have none."""
        return self._company.env["res.company"]._cae_default_payment_term()

    @cached_property
    def product(self):
        """The product of uses of spaces, empty when someone deleted it."""
        env = self._company.env
        product = env.ref("cae_tiers_lieux.product_space_use", raise_if_not_found=False)
        return product or env["product.product"]

    @cached_property
    def words(self):
        """``{field name: {value: label}}`` of what invoice lines name."""
        env = self._company.env
        fields = {
            "resource_kind": env["cae.statement.line"]._fields["resource_kind"],
            "unit": env["cae.statement.line"]._fields["unit"],
            "payer": env["cae.usage.share"]._fields["payer"],
        }
        return {name: dict(field._description_selection(env)) for name, field in fields.items()}
