from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...base.life import Life, Stage, Transition

_lt = LazyTranslate(__name__)

#: What the parties agree on, written until the membership is in force.
TERMS = frozenset(
    "organisation_id member_id company_id kind admission_body date_admission date_start"
    " date_end".split()
)
#: What stays open while it runs: who sits for the member, what it declared.
BESIDE = frozenset("representative_id dues_figure note category".split())
#: The signed form, filed once.
FORM = frozenset({"proof", "proof_name"})
#: A membership in force, whose form is still to file or filed.
IN_FORCE = ("active", "filed")
ENDED = _lt("It is over: prepare a new membership.")

LIFE = Life(
    stages={
        "draft": Stage(
            TERMS | BESIDE | FORM | {"college_id"},
            # a register that was kept elsewhere has its numbers
            by_role={"accountant": frozenset({"number"})},
            delete="manager",
        ),
        "active": Stage(
            BESIDE | FORM,
            by_role={"accountant": frozenset({"college_id", "date_end"})},
            way_on=_lt(
                "It stands in the register: an accountant ends it, then a new one is prepared."
            ),
        ),
        "filed": Stage(
            BESIDE,
            by_role={"accountant": frozenset({"college_id", "date_end"})},
            way_on=_lt(
                "It stands in the register: an accountant ends it, then a new one is prepared; "
                "another document is attached in its messages."
            ),
        ),
        "ended": Stage(frozenset({"note", "exit_reason"}), way_on=ENDED),
        "cancelled": Stage(
            frozenset({"note"}), delete="manager", way_on=_lt("Prepare a new membership.")
        ),
    },
    transitions={
        "activate": Transition(("draft",), "active", "accountant"),
        "refuse": Transition(("draft",), "cancelled", "accountant"),
        "renew": Transition((*IN_FORCE, "ended"), "", "accountant"),
        "end": Transition(IN_FORCE, "ended", "accountant", frozenset({"date_end", "exit_reason"})),
    },
    filed={"active": ("proof", "filed")},
    labels={"filed": _lt("In force, its form filed")},
)


class CaeMembership(models.Model):
    """The life of a membership: draft → in force → ended | refused."""

    _inherit = "cae.membership"
    _life = LIFE

    # CRUD

    def write(self, vals):
        """A college that changes while the membership runs is kept with its day."""
        result = super().write(vals)
        if {"college_id", "category"} & vals.keys():
            self.env["cae.membership.college"]._note(self.filtered(lambda m: m.state == "active"))
        return result

    # Actions

    def action_activate(self):
        """Put drafts in force, from their first day on."""
        self._check_can_activate()
        self._do_activate()

    def action_refuse(self):
        """Note that drafts were refused, or withdrawn before they began."""
        self._check_can_refuse()
        self._do_refuse()

    def action_renew(self):
        """Extend dues by the length they last ran for, as a new membership in force."""
        self._check_can_renew()
        return self._do_renew()._get_open_action()

    def action_end(self):
        """End memberships on their last day, today when none is written."""
        self._check_can_end()
        self._do_end()

    def action_remind(self):
        """Open a message to the member: their membership ends soon."""
        self.ensure_one()
        template = self.env.ref("cae_tiers_lieux.cae_membership_end_mail_template")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Remind the member"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id,
                "default_composition_mode": "comment",
            },
        }

    # Checks

    def _check_can_activate(self):
        """Refuse what cannot be in force. :raises UserError: the first reason found"""
        self._check_step("activate")
        for membership in self:
            if reason := membership._get_cannot_activate_reason():
                raise UserError(reason)

    def _get_cannot_activate_reason(self):
        """Return the sentence that says why the membership cannot be in force, or False."""
        self.ensure_one()
        name = self.display_name
        if self.kind == "shares" and not (self.admission_body and self.date_admission):
            return self.env._(
                "%(name)s: write which body admitted the member, and on which day (R14).",
                name=name,
            )
        by_colleges = self.env["cae.college"].search_count(
            self._domain_of_organisation(self.company_id, self.organisation_id), limit=1
        )
        if by_colleges and not self.college_id:
            return self.env._(
                "%(name)s: choose the college, %(organisation)s votes by colleges.",
                name=name,
                organisation=self.organisation_id.name,
            )
        return False

    def _check_can_refuse(self):
        """Refuse what is not a draft any more. :raises UserError: the first one"""
        self._check_step("refuse")

    def _check_can_renew(self):
        """Refuse what goes on without being renewed. :raises UserError: the first one"""
        self._check_step("renew")
        for membership in self:
            if not membership.date_end or membership.kind != "dues":
                raise UserError(
                    self.env._(
                        "%(name)s has no last day: it goes on without being renewed.",
                        name=membership.display_name,
                    )
                )

    def _check_can_end(self):
        """Refuse those who still hold shares. :raises UserError: the first one"""
        self._check_step("end")
        today = fields.Date.context_today(self)
        holders = self.filtered(lambda m: m.state == "active" and m.kind == "shares")
        balances = self.env["cae.share.move"]._get_balances(holders, today)
        for membership in holders:
            if balances[membership.id].shares > 0:
                raise UserError(
                    self.env._(
                        "%(name)s still holds %(count)s shares: refund or transfer them first.",
                        name=membership.display_name,
                        count=balances[membership.id].shares,
                    )
                )

    # Steps

    def _do_activate(self):
        """Give drafts a first day, where none is written, and a number, then put them in force."""
        today = fields.Date.context_today(self)
        undated = self.filtered(lambda m: not m.date_start)
        for day, memberships in undated.grouped(lambda m: m.date_admission or today).items():
            memberships.date_start = day
        self._give_numbers()
        self._take_step("activate")
        self.env["cae.membership.college"]._note(self)

    def _do_refuse(self):
        self._take_step("refuse")

    def _do_renew(self):
        """Continue each of them the day after it ends, by a year or by as many days as it ran."""
        renewed = self.browse()
        for membership in self:
            start = fields.Date.add(membership.date_end, days=1)
            length = membership.date_end - membership.date_start
            end = (
                fields.Date.subtract(fields.Date.add(start, years=1), days=1)
                if 360 <= length.days <= 366
                else start + length
            )
            renewed |= membership.copy(
                {"date_start": start, "date_end": end, "date_admission": membership.date_admission}
            )
        renewed._do_activate()
        return renewed

    def _do_end(self, day=None, reason=False):
        """End those that still run on ``day``, today by default, or on their last day if earlier.

        Never before their first day. :param reason: why the member leaves
        """
        told = {"exit_reason": reason} if reason else {}
        day = day or fields.Date.context_today(self)
        running = self.filtered(lambda m: m.state == "active")
        for last, memberships in running.grouped(
            lambda m: max(min(m.date_end or day, day), m.date_start)
        ).items():
            memberships._take_step("end", date_end=last, **told)

    # Merging contacts

    def _join(self):
        """Make one of the memberships of one member in one organisation that share a day.

        The one that began first stays, with its number; shares, dues and votes move to it as they
        are. A draft beside one in force is refused. Those that follow each other both stay.
        """
        in_force = self.filtered(lambda m: m.state == "active")
        if in_force:
            self.filtered(lambda m: m.state == "draft")._take_step("refuse")
        ordered = self.filtered(lambda m: m.state in ("active", "ended")).sorted("date_start")
        merge = self.env["base.partner.merge.automatic.wizard"]
        kept = ordered[:1]
        for other in ordered[1:]:
            if kept.date_end and kept.date_end < other.date_start:
                kept = other
                continue
            ends = {kept.date_end, other.date_end}
            other.college_history_ids._permit("unlink").unlink()
            merge._cae_move_links(other, kept)
            merge._update_reference_fields_generic(self._name, other, kept)
            vals = {
                "date_end": False if False in ends else max(ends),
                "state": "active" if "active" in (kept.state, other.state) else "ended",
                "admission_body": kept.admission_body or other.admission_body,
                "date_admission": kept.date_admission or other.date_admission,
            }
            kept._permit(*vals).write(vals)
            kept.message_post(
                body=self.env._(
                    "Joined with the membership %(number)s of a contact that was merged.",
                    number=other.number or other.display_name,
                )
            )
            other._permit("unlink").unlink()
