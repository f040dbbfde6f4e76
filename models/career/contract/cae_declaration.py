from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ...base.life import Life, Stage, Transition

_lt = LazyTranslate(__name__)

_PROOF = frozenset({"proof", "proof_filename"})
_TO_DO = Stage(_PROOF | {"date_done"})


class CaeDeclaration(models.Model):
    """What the coop must tell Urssaf or France Travail about a contract (R9).

    Rights: the support team marks it done, with a date and a proof; nobody makes one by hand, the
    signature and the early end of a contract do.
    """

    _name = "cae.declaration"
    _description = "Declaration to Urssaf or France Travail"
    _inherit = ["cae.life.mixin"]
    _order = "date_due, id"
    _check_company_auto = True
    _life = Life(
        stages={
            "due": _TO_DO,
            "late": _TO_DO,
            "done": Stage(_PROOF | {"date_done"}, way_on=_lt("Its day and its proof may change.")),
        },
        transitions={
            "done": Transition(("due", "late"), "done", "support", frozenset({"date_done"}))
        },
    )

    contract_id = fields.Many2one(
        comodel_name="cae.contract",
        required=True,
        ondelete="cascade",
        index=True,
    )
    entrepreneur_id = fields.Many2one(
        related="contract_id.entrepreneur_id",
        store=True,
        index=True,
    )
    adviser_id = fields.Many2one(related="contract_id.adviser_id", store=True, index=True)
    company_id = fields.Many2one(
        related="contract_id.company_id",
        string="Coop",
        store=True,
        index=True,
    )
    organisation = fields.Selection(
        selection=[("urssaf", "Urssaf"), ("france_travail", "France Travail")],
        required=True,
    )
    event = fields.Selection(
        selection=[
            ("start", "Conclusion"),
            ("renewal", "Renewal"),
            ("early_end", "Early end"),
        ],
        required=True,
    )
    date_due = fields.Date(string="Due on", required=True)
    date_late = fields.Date(string="Late after", required=True)
    date_done = fields.Date(string="Done on")
    proof = fields.Binary(attachment=True)
    proof_filename = fields.Char()
    state = fields.Selection(
        selection=[("due", "Due"), ("late", "Late"), ("done", "Done")],
        compute="_compute_state",
        search="_search_state",
    )

    _once = models.Constraint(
        "UNIQUE(contract_id, organisation, event)",
        "This declaration exists already for this contract.",
    )

    @api.depends("organisation", "event", "contract_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        organisations, events = (
            dict(self._fields[name]._description_selection(self.env))
            for name in ("organisation", "event")
        )
        for line in self:
            organisation = organisations.get(line.organisation, "")
            event = events.get(line.event, "")
            line.display_name = f"{organisation} · {event} · {line.contract_id.name or ''}"

    @api.depends("date_late", "date_done")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for line in self:
            if line.date_done:
                line.state = "done"
            else:
                line.state = "late" if line.date_late and line.date_late < today else "due"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        domains = {
            "done": [("date_done", "!=", False)],
            "late": [("date_done", "=", False), ("date_late", "<", today)],
            "due": [("date_done", "=", False), ("date_late", ">=", today)],
        }
        return fields.Domain.OR(domains[state] for state in value if state in domains)

    # CRUD

    def write(self, vals):
        result = super().write(vals)
        if "date_done" in vals:
            self.entrepreneur_id._sync_deadlines()
        return result

    # Actions

    def action_done(self):
        """Mark the declaration made today."""
        self._check_can_be_done()
        self._do_done()

    # Checks

    def _check_can_be_done(self):
        self._check_step("done")

    # Steps

    def _do_done(self):
        self._take_step("done", date_done=fields.Date.context_today(self))

    # Business

    @api.model
    def _generate_for_signature(self, contracts):
        """Make what must be told of contracts that were just signed: conclusion or renewal."""
        return self._generate(
            [
                (c, "renewal" if c.kind == "renewal" else "start", c.signature_date or c.date_start)
                for c in contracts
            ]
        )

    @api.model
    def _generate_for_early_end(self, contracts):
        """Make what must be told of contracts that were just ended before their term."""
        return self._generate([(c, "early_end", c.date_closed or c.date_start) for c in contracts])

    @api.model
    def _generate(self, events):
        """Create the declarations that are not there yet, where the type of contract asks for them.

        :param events: list of (contract, event, day on which it is due)
        """
        existing = {
            (line.contract_id, line.organisation, line.event)
            for line in self.search(
                [("contract_id", "in", [contract.id for contract, _event, _day in events])]
            )
        }
        vals_list = []
        for contract, event, day in events:
            terms = contract.type_id._get_terms(contract.date_start)
            if not terms.declaration_required:
                continue
            for organisation in ("urssaf", "france_travail"):
                if (contract, organisation, event) in existing:
                    continue
                vals_list.append(
                    {
                        "contract_id": contract.id,
                        "organisation": organisation,
                        "event": event,
                        "date_due": day,
                        "date_late": day + timedelta(days=terms.declaration_late_days),
                    }
                )
        # sudo: they follow from the contract, nobody makes them by hand
        made = self.sudo()._permit_create(
            "state", "contract_id", "organisation", "event", "date_due", "date_late"
        )
        return made.create(vals_list).sudo(self.env.su)
