from odoo import api, fields, models
from odoo.exceptions import UserError

from ...rules.retention import ARCHIVE, DELETE


class CaeRetention(models.TransientModel):
    """What the time of retention is over for (R46): listed first, done on order.

    Rights: managers. What is due, and what is then done, is in `cae.entrepreneur`.
    """

    _name = "cae.retention"
    _description = "Retention of files"

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Coop",
        required=True,
        default=lambda self: self.env.company,
    )
    line_ids = fields.One2many(
        comodel_name="cae.retention.line",
        inverse_name="retention_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("company_id")
    def _compute_line_ids(self):
        for wizard in self:
            found = self.env["cae.entrepreneur"]._get_retention_of_company(wizard.company_id)
            wizard.line_ids = [
                fields.Command.clear(),
                *[
                    fields.Command.create(
                        {"entrepreneur_id": id_, "action": action, "date_due": due}
                    )
                    for id_, (action, due) in found.items()
                ],
            ]

    def action_apply(self):
        """Do what is listed and ticked; what changed meanwhile is left alone."""
        self.ensure_one()
        self._check_can_apply()
        counts = self._get_chosen()._do_retention()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(deleted)s files deleted, %(archived)s archived.",
                    deleted=counts[DELETE],
                    archived=counts[ARCHIVE],
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _get_chosen(self):
        """Return the files that are ticked and due in this coop, whatever the lines name."""
        due = self.env["cae.entrepreneur"]._get_retention_of_company(self.company_id)
        chosen = self.line_ids.filtered("is_chosen").entrepreneur_id
        return chosen.filtered(lambda person: person.id in due)

    def _check_can_apply(self):
        if not self._get_chosen():
            raise UserError(self.env._("Nothing is ticked: nothing is deleted."))
