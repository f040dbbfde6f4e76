"""A record of each model that has a life, in each of its states: what the generated attack walks.

A model or a state without a maker fails ``test_every_life_is_attacked``. Each house has its file.
"""

from ..common import CaeStreetCommon
from . import (
    makers_base,
    makers_billing,
    makers_capital,
    makers_career,
    makers_convention,
    makers_membership,
)

HOUSES = (
    makers_base,
    makers_career,
    makers_convention,
    makers_billing,
    makers_membership,
    makers_capital,
)


class Makers(CaeStreetCommon):
    """``records``: a record by model and by state of its life."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = {}
        for house in HOUSES:
            cls.records.update(house.make(cls))
