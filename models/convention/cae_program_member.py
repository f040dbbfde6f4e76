from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CaeProgramMember(models.Model):
    """One organisation that joined a programme, on one side, from a day to a day.

    Rights are those of ``cae.program``.
    """

    _name = "cae.program.member"
    _description = "Member of a programme"
    _inherit = ["cae.dated.mixin", "cae.shared.mixin"]
    _order = "program_id, side, partner_id, date_start"
    _rec_name = "partner_id"

    program_id = fields.Many2one(
        comodel_name="cae.program", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Organisation",
        required=True,
        ondelete="restrict",
        index=True,
    )
    side = fields.Selection(
        selection=[("coop", "CAE"), ("host", "Spaces")], required=True, default="host"
    )
    date_start = fields.Date(string="Joined on", default=fields.Date.context_today)
    date_end = fields.Date(string="Left on", help="Last day. Empty: still a member.")
    date_signed = fields.Date(string="Form signed on")
    choice = fields.Selection(
        selection=[
            ("formula", "As the formula"),
            ("free", "Free"),
            ("case_by_case", "Case by case"),
            ("discount", "Reduced"),
        ],
        string="Choice of the space",
        default="formula",
        help="The price of the first months where the formula leaves it to each space (R42).",
    )
    choice_value = fields.Float(string="Reduction (%)", digits=(5, 2))

    _choice_percent = models.Constraint(
        "CHECK (choice_value >= 0 AND choice_value <= 100)", "A reduction is 0 to 100 %."
    )

    @api.constrains("program_id", "partner_id", "side", "date_start", "date_end")
    def _check_once(self):
        """An organisation is a member of one side once a day."""
        others = self.search(
            [
                ("program_id", "in", self.program_id.ids),
                ("partner_id", "in", self.partner_id.ids),
            ]
        )
        for member in self:
            same = (others - member).filtered(
                lambda o, m=member: (
                    (o.program_id, o.partner_id, o.side) == (m.program_id, m.partner_id, m.side)
                )
            )
            if same._holding_between(member.date_start, member.date_end):
                raise ValidationError(
                    self.env._(
                        "%(name)s is a member already on the same days: give it a last day first.",
                        name=member.partner_id.name,
                    )
                )

    @api.constrains("choice", "choice_value")
    def _check_choice(self):
        for member in self:
            if member.choice == "discount" and not member.choice_value:
                raise ValidationError(
                    self.env._(
                        "%(name)s chose a reduced price: write by how much.",
                        name=member.partner_id.name,
                    )
                )
