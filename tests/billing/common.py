"""A month to bill: a company with the French chart, people, uses."""

from datetime import date

from ..common import CaeStreetCommon


class CaeMonthCommon(CaeStreetCommon):
    """The worked month of October 2026, with the French chart of accounts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load_chart(cls.coop_a)
        cls.make_vat(cls.host)
        cls.convention = cls.make_convention()

    @classmethod
    def load_chart(cls, *companies):
        """Load the French chart: 2.8 seconds a company."""
        for company in companies:
            company.country_id = cls.env.ref("base.fr")
            cls.env["account.chart.template"].try_loading("fr", company=company, install_demo=False)
        cls.env["res.company"].browse([c.id for c in companies])._cae_prepare_company()

    @classmethod
    def make_worked_people(cls):
        """Anna, CAPE in her free months; Bruno, CESA; Chloé, CAPE whose free months are over."""
        cls.anna = cls.make_person("Anna", "CAPE", date(2026, 9, 1))
        cls.bruno = cls.make_person("Bruno", "CESA", date(2024, 1, 1))
        cls.chloe = cls.make_person("Chloé", "CAPE", date(2026, 6, 1))

    @classmethod
    def make_worked_uses(cls, **values):
        """October 2026, after the first uses that start the free clocks."""
        anna, bruno, chloe = cls.anna, cls.bruno, cls.chloe
        october = [date(2026, 10, day) for day in range(1, 31)]
        uses = cls.make_uses(anna, [date(2026, 9, 2)], **values)
        uses |= cls.make_uses(chloe, [date(2026, 6, 15)], **values)
        uses |= cls.make_uses(anna, october[0:4], **values)
        uses |= cls.make_uses(anna, october[4:5], unit="half_day", **values)
        uses |= cls.make_uses(bruno, october[0:6], **values)
        uses |= cls.make_uses(bruno, october[6:8], unit="half_day", **values)
        uses |= cls.make_uses(chloe, october[0:2], **values)
        return uses
