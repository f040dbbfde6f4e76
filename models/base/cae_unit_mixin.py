from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from .words import number_in_words

_lt = LazyTranslate(__name__)

UNITS = [
    ("hour", "Hour"),
    ("half_day", "Half-day"),
    ("day", "Day"),
    ("month", "Month"),
    ("use", "Use"),
]
DAY_PARTS = [
    ("morning", "Morning"),
    ("afternoon", "Afternoon"),
    ("evening", "Evening"),
]
#: How one says a number of units: one, several.
COUNTED = {
    "hour": (_lt("%(count)s hour"), _lt("%(count)s hours")),
    "half_day": (_lt("%(count)s half-day"), _lt("%(count)s half-days")),
    "day": (_lt("%(count)s full day"), _lt("%(count)s full days")),
    "month": (_lt("%(count)s month"), _lt("%(count)s months")),
    "use": (_lt("%(count)s use"), _lt("%(count)s uses")),
}
RESOURCE_KINDS = [
    ("desk", "Shared workspace"),
    ("office", "Office"),
    ("meeting", "Meeting room"),
    ("hall", "Event hall"),
    ("shop", "Shop"),
    ("wellness", "Wellness room"),
    ("workshop", "Workshop"),
    ("machine", "Machine"),
    ("mailbox", "Mailbox"),
    ("cafe", "Café"),
]


def count_units(env, unit, quantity):
    """Return “1 half-day”, “2 days”: a quantity with its unit, as one says it."""
    # French counts up to 2, excluded, in the singular: 1,5 jour
    one, several = COUNTED[unit]
    few = abs(quantity) < 2 if (env.lang or "").startswith("fr") else abs(quantity) == 1
    return env._(one if few else several) % {"count": number_in_words(env, quantity)}


def unit_label(env, unit):
    """Return the name of a unit within a sentence."""
    return dict(env["cae.unit.mixin"]._fields["unit"]._description_selection(env))[unit].lower()


class CaeUnitMixin(models.AbstractModel):
    """What tariffs, conditions and uses share: in which unit a resource is counted.

    The unit is never converted silently: a tariff line, a condition and a use meet only on the
    same unit, and a start and a stop are normalised to a unit once, when the use is recorded.
    """

    _name = "cae.unit.mixin"
    _description = "Unit of use"

    unit = fields.Selection(
        selection=UNITS,
        required=True,
        default="half_day",
    )
