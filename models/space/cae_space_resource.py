from odoo import api, fields, models

from ..base.cae_unit_mixin import RESOURCE_KINDS


class CaeSpaceResource(models.Model):
    """What one uses in a space: a pool of desks, an office, a room, a machine, a mailbox…"""

    _name = "cae.space.resource"
    _description = "Room or equipment"
    _order = "space_id, sequence, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    space_id = fields.Many2one(
        comodel_name="cae.space",
        required=True,
        ondelete="cascade",
        index=True,
    )
    kind = fields.Selection(selection=RESOURCE_KINDS, required=True, default="desk")
    capacity = fields.Integer(default=1)
    exclusive = fields.Boolean(
        compute="_compute_exclusive",
        store=True,
        readonly=False,
        precompute=True,
        help="Used by one person or group at a time.",
    )
    role_ids = fields.One2many(comodel_name="cae.space.role", inverse_name="resource_id")
    operator_id = fields.Many2one(
        comodel_name="res.partner",
        compute="_compute_operator_id",
        help="Who runs it today, when it is not the host: its prices, its statement and its VAT "
        "apply. See who is what in the space.",
    )

    _capacity_positive = models.Constraint(
        "CHECK (capacity >= 0)", "The capacity of a room is zero or more."
    )

    @api.depends("kind")
    def _compute_exclusive(self):
        for resource in self:
            resource.exclusive = resource.kind not in ("desk", "cafe", "mailbox")

    @api.depends("role_ids.partner_id", "role_ids.date_start", "role_ids.date_end")
    def _compute_operator_id(self):
        today = fields.Date.context_today(self)
        operators = self.env["cae.space.role"]._get_operators(self)
        for resource in self:
            roles = operators.get(resource)
            resource.operator_id = roles and roles._holding_on(today).partner_id[:1]
