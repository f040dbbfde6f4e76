from odoo import fields, models

UNITS = [
    ("hour", "Hour"),
    ("half_day", "Half-day"),
    ("day", "Day"),
    ("month", "Month"),
    ("use", "Use"),
]
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
