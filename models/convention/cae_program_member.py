from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..base.payload import file_problem
from ..base.words import day_in_words


class CaeProgramMember(models.Model):
    """One organisation that joined a programme, on one side, from a day to a day.

    Its form is printed or sent to it, and sent again until the signed one is back.

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
    date_sent = fields.Date(string="Form sent on", readonly=True, copy=False)
    date_signed = fields.Date(string="Form signed on", copy=False)
    signed_by = fields.Char(help="Name and function of who signed.", copy=False)
    document = fields.Binary(string="Signed form", attachment=True, copy=False)
    document_name = fields.Char(copy=False)
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
        ).grouped(lambda m: (m.program_id, m.partner_id, m.side))
        for member in self:
            same = others[member.program_id, member.partner_id, member.side] - member
            if same._holding_between(member.date_start, member.date_end):
                raise ValidationError(
                    self.env._(
                        "%(name)s is a member already on the same days: give it a last day first.",
                        name=member.partner_id.name,
                    )
                )

    @api.constrains("document")
    def _check_document(self):
        for member in self.filtered("document"):
            if problem := file_problem(self.env, member.document):
                raise ValidationError(problem)

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

    def _get_shared(self):
        """As its programme."""
        own = self.program_id - self.program_id._get_shared()
        return self.filtered(lambda line: line.program_id not in own)

    # The form

    def action_send_form(self):
        """Send its form to each organisation that did not sign it, the first time or again."""
        self._check_can_send_form()
        self._do_send_form()

    def _check_can_send_form(self):
        self.check_access("write")
        self._check_may_change_shared()
        for member in self:
            if member.date_signed:
                raise UserError(
                    self.env._(
                        "%(name)s signed its form on %(day)s: leave it out.",
                        name=member.partner_id.name,
                        day=day_in_words(self.env, member.date_signed),
                    )
                )
            if member.date_end and member.date_end < fields.Date.context_today(self):
                raise UserError(
                    self.env._(
                        "%(name)s left the programme on %(day)s: leave it out.",
                        name=member.partner_id.name,
                        day=day_in_words(self.env, member.date_end),
                    )
                )
            if not member.partner_id.email:
                raise UserError(
                    self.env._(
                        "%(name)s has no e-mail: write one on its contact, or print its form.",
                        name=member.partner_id.name,
                    )
                )

    def _do_send_form(self):
        template = self.env.ref("cae_tiers_lieux.cae_program_form_mail_template")
        template.send_mail_batch(self.ids)
        self.date_sent = fields.Date.context_today(self)

    def _get_choice_terms(self):
        """Return ``[(what is left to the space, what it chose or None)]`` for its form."""
        self.ensure_one()
        rules = self.program_id.rule_ids.filtered("is_choice") if self.side == "host" else ()
        labels = dict(self._fields["choice"]._description_selection(self.env))
        chosen = None if self.choice == "formula" and not self.date_signed else labels[self.choice]
        return [(rule._get_formula_text(), chosen) for rule in rules]
