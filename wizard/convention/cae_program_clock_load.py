import base64

from odoo import api, fields, models
from odoo.exceptions import UserError


class CaeProgramClockLoad(models.TransientModel):
    """The file of a coop outside: which clocks of a programme its uses started.

    Rights: accountants. What is read, replaced and refused is in ``cae.program.clock.file``.
    """

    _name = "cae.program.clock.load"
    _description = "Load what a CAE told of a clock"

    program_id = fields.Many2one(comodel_name="cae.program", required=True)
    allowed_coop_ids = fields.Many2many(
        comodel_name="res.partner", compute="_compute_allowed_coop_ids"
    )
    coop_id = fields.Many2one(
        comodel_name="res.partner",
        string="CAE",
        required=True,
        domain="[('id', 'in', allowed_coop_ids)]",
    )
    file = fields.Binary(required=True)
    filename = fields.Char()
    preview = fields.Text(compute="_compute_preview")
    is_ready = fields.Boolean(compute="_compute_preview")

    @api.depends("program_id")
    def _compute_allowed_coop_ids(self):
        for wizard in self:
            members = wizard.program_id.member_ids
            wizard.allowed_coop_ids = members.filtered(lambda m: m.side == "coop").partner_id

    @api.depends("program_id", "coop_id", "file")
    @api.depends_context("lang")
    def _compute_preview(self):
        """What the file holds, or every reason why it cannot be taken."""
        for wizard in self:
            wizard.preview, wizard.is_ready = False, False
            if wizard.program_id and wizard.coop_id and wizard.file:
                try:
                    wizard.preview, wizard.is_ready = wizard._get_preview(), True
                except UserError as error:
                    wizard.preview = str(error)

    def _get_lines(self):
        # a form asks for the size of a file that it has sent
        content = self.with_context(bin_size=False).file
        return self.env["cae.program.clock.file"]._read_file(base64.b64decode(content))

    def _get_preview(self):
        files = self.env["cae.program.clock.file"]
        lines = self._get_lines()
        files._check_lines(self.program_id, self.coop_id, lines)
        if not lines:
            return self.env._(
                "No line: %(coop)s says that nobody came. What it told before is replaced.",
                coop=self.coop_id.name,
            )
        known, by_name = files._count_known(self.program_id, lines)
        return self.env._(
            "Lines: %(lines)s. Of persons known here: %(known)s, of whom %(by_name)s by the name "
            "alone, without an e-mail. What %(coop)s told before is replaced.",
            lines=len(lines),
            known=known,
            by_name=by_name,
            coop=self.coop_id.name,
        )

    def action_load(self):
        """Take the file, all of it or nothing, and show what the coops told."""
        self.ensure_one()
        files = self.env["cae.program.clock.file"]
        taken = files._take(self.program_id, self.coop_id, self._get_lines())
        return taken._get_records_action(name=self.env._("What other CAE told"))
