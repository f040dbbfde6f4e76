from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...base.life import Life, Stage, Transition
from ...base.words import day_in_words

_lt = LazyTranslate(__name__)

#: Whose file it is.
IDENTITY = frozenset({"partner_id", "company_id"})
#: What only few may read, and what is emptied when the time of retention is over (R46).
PRIVATE = frozenset(
    "social_status social_status_entry social_status_date social_note prescriber_id"
    " prescriber_reference note".split()
)
#: Who follows the person and what is noted, whatever their contracts.
FOLLOWED = PRIVATE | {"adviser_id", "accountant_id", "branch_id", "stage_id", "project", "color"}


class CaeEntrepreneur(models.Model):
    """What holds a file, and how a person leaves: contracts, HR, what is left to settle."""

    _inherit = "cae.entrepreneur"

    _life = Life(
        stages={
            "free": Stage(FOLLOWED | IDENTITY | {"active"}, delete="manager"),
            "held": Stage(
                FOLLOWED | {"active"},
                way_on=_lt("It has contracts: the person and the coop of the file stay."),
            ),
            "bound": Stage(FOLLOWED, way_on=_lt("A contract runs: end it, or let the person go.")),
        },
        transitions={
            "exit": Transition(
                ("free", "held", "bound"), "", "support", frozenset({"exit_date", "exit_reason"})
            ),
            "cancel_exit": Transition(
                ("free", "held", "bound"), "", "support", frozenset({"exit_date", "exit_reason"})
            ),
            "anonymise": Transition(("free", "held"), "", "manager", PRIVATE | {"active"}),
        },
        labels={
            "free": _lt("Without contract"),
            "held": _lt("Contracts are over or in preparation"),
            "bound": _lt("Under contract"),
        },
    )

    # Life

    def _get_life_states(self):
        """What the law counts holds the file: a contract that runs, or one that did."""
        states = {}
        for person in self:
            # sudo: a contract counts, also one that this user does not read
            contracts = person.sudo().contract_ids
            if contracts._committed().filtered(lambda c: c.state in ("to_sign", "running")):
                states[person] = "bound"
            else:
                states[person] = "held" if contracts else "free"
        return states

    # Actions

    def action_exit(self):
        """Open the wizard that asks for the last day and the reason."""
        self.ensure_one()
        self._check_can_exit()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Exit"),
            "res_model": "cae.entrepreneur.exit",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_entrepreneur_id": self.id},
        }

    def action_cancel_exit(self):
        """Take back an exit that was entered by mistake; ended contracts stay ended."""
        self._check_can_cancel_exit()
        self._do_cancel_exit()

    # Checks

    def _check_can_exit(self, day=False):
        """Raise why these people cannot leave; `day`: their last day, once it is chosen."""
        self._check_step("exit")
        for person in self:
            reason = person._get_cannot_exit_reason(day)
            if reason:
                raise UserError(reason)

    def _get_cannot_exit_reason(self, day=False):
        """Return why this person cannot leave (one sentence), or False."""
        self.ensure_one()
        if self.exit_date:
            return self.env._(
                "%(person)s has already left, on %(day)s.",
                person=self.name,
                day=day_in_words(self.env, self.exit_date),
            )
        later = self.contract_ids._periods().filtered(
            lambda c: c.state == "running" and day and c.date_start > day
        )
        if later:
            return self.env._(
                "%(contract)s starts after this exit. Choose a later day, or end that contract "
                "first.",
                contract=later[0].display_name,
            )
        return False

    def _check_can_cancel_exit(self):
        self._check_step("cancel_exit")
        for person in self:
            if not person.exit_date:
                raise UserError(self.env._("%(person)s has not left.", person=person.name))

    # Steps

    def _do_exit(self, day, reason, note=False):
        """Let a person go on `day`, the last one in the coop: contracts, HR, what is left."""
        self.ensure_one()
        label = dict(self._fields["exit_reason"]._description_selection(self.env))[reason]
        self.contract_ids.filtered(lambda c: c.state in ("draft", "to_sign"))._do_cancel()
        for contract in self._get_contracts_cut_by_exit(day):
            contract._do_terminate(day, note or label)
        self._take_step("exit", exit_date=day, exit_reason=reason)
        self._add_exit_checks(reason)
        self.env["cae.hr.bridge"]._push_departure(self, day, reason, note)
        if day < fields.Date.context_today(self):
            self._sync_stage()
        self._sync_deadlines()

    def _do_cancel_exit(self):
        self._take_step("cancel_exit", exit_date=False, exit_reason=False)
        self._sync_stage()

    # Business

    def _get_contracts_cut_by_exit(self, day):
        """Return the running contracts that an exit on `day` ends before their term."""
        self.ensure_one()
        return self.contract_ids.filtered(
            lambda c: (
                not c.is_amendment
                and c.state == "running"
                and (not c.date_last or c.date_last > day)
            )
        )

    def _add_exit_checks(self, reason):
        """List what is left to settle; what is listed already is not listed twice."""
        items = self.env["cae.exit.item"].search(
            [] if reason == "death" else [("only_death", "=", False)]
        )
        known = set(self.exit_check_ids.mapped("name"))
        self.env["cae.exit.check"].create(
            [
                {"entrepreneur_id": self.id, "name": item.name, "sequence": item.sequence}
                for item in items
                if item.name not in known
            ]
        )
