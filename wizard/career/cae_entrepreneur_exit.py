from odoo import api, fields, models

from ...models.base.words import day_in_words


class CaeEntrepreneurExit(models.TransientModel):
    """Ask for the last day and the reason of an exit, and show what it will do.

    Rights: the support team.
    """

    _name = "cae.entrepreneur.exit"
    _description = "Exit of an entrepreneur"

    entrepreneur_id = fields.Many2one(comodel_name="cae.entrepreneur", required=True)
    date = fields.Date(
        string="Last day in the coop",
        required=True,
        default=fields.Date.context_today,
    )
    reason = fields.Selection(
        selection=lambda self: (
            self.env["cae.entrepreneur"]._fields["exit_reason"]._description_selection(self.env)
        ),
        required=True,
    )
    note = fields.Text(string="Details")
    information = fields.Text(compute="_compute_information")

    @api.depends("entrepreneur_id", "date")
    @api.depends_context("lang")
    def _compute_information(self):
        for wizard in self:
            person, day = wizard.entrepreneur_id, wizard.date
            cut = person._get_contracts_cut_by_exit(day) if person and day else ()
            lines = []
            for contract in person.contract_ids._periods():
                if contract.state in ("draft", "to_sign"):
                    lines.append(
                        self.env._("%(contract)s is cancelled.", contract=contract.display_name)
                    )
                elif contract in cut:
                    lines.append(
                        self.env._(
                            "%(contract)s ends on %(day)s.",
                            contract=contract.display_name,
                            day=day_in_words(self.env, day),
                        )
                    )
            if person.employee_id:
                lines.append(self.env._("The departure is written in HR."))
            wizard.information = "\n".join(lines)

    def action_confirm(self):
        self.ensure_one()
        self.entrepreneur_id._check_can_exit(self.date)
        self.entrepreneur_id._do_exit(self.date, self.reason, self.note)
