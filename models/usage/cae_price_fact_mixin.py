from odoo import api, models
from odoo.fields import Domain


class CaePriceFactMixin(models.AbstractModel):
    """A fact that the rating reads: prices that are still open follow it, whatever happens to it.

    ``_price_facts`` names the fields that the rating reads of the model, and
    ``_domain_priced_uses`` finds the uses that they may touch. Creating, writing or deleting such a
    fact rates again the open uses that it touched before, and those that it touches now. A test
    compares the declared fields with those that a rating really reads.
    """

    _name = "cae.price.fact.mixin"
    _description = "Fact that prices follow"
    _price_facts = frozenset()

    def _domain_priced_uses(self):
        """Return the domain of the uses whose price may follow from these records."""
        raise NotImplementedError

    def _get_priced_uses(self):
        # sudo: prices follow the fact, whoever may read the uses, in every company at once
        uses = self.env["cae.usage"].sudo()
        domain = self.sudo()._domain_priced_uses() if self else Domain.FALSE
        return uses.search(Domain(domain) & uses._domain_open())

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._get_priced_uses()._follow_facts()
        return records

    def write(self, vals):
        if not self._price_facts & vals.keys():
            return super().write(vals)
        before = self._get_priced_uses()
        result = super().write(vals)
        (before | self._get_priced_uses())._follow_facts()
        return result

    def unlink(self):
        before = self._get_priced_uses()
        result = super().unlink()
        before.exists()._follow_facts()
        return result
