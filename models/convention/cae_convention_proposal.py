"""A convention that one side proposes to the other, where both keep their books in this database.

The proposer's draft stays in its own books. In those of the other side it makes a draft of the
same terms, which waits there: it is put in force by the usual acts, or declined with a reason that
the proposer reads in its own conversation. Neither side reads the books of the other.
"""

from odoo import SUPERUSER_ID, Command, api, fields, models
from odoo.exceptions import UserError

from ..base.words import day_in_words
from .cae_convention import SIGNED_STATES
from .cae_convention_rule import TERMS as CONDITION

PROPOSAL = "cae_tiers_lieux.mail_activity_type_convention_proposal"
#: What a proposal says of its terms; parties, spaces and conditions are copied apart.
PROPOSED = ("program_id", "date_start", "date_end", "tax_included", "notice_months", "note")


class CaeConvention(models.Model):
    _inherit = "cae.convention"

    proposed_by_id = fields.Many2one(
        comodel_name="res.partner",
        string="Proposed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The other side, which keeps its own copy in its books.",
    )
    # in the books of the other side: written and followed by the software alone
    proposed_from_id = fields.Many2one(
        comodel_name="cae.convention",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        index="btree_not_null",
        ondelete="set null",
    )
    date_proposed = fields.Date(
        string="Proposed on",
        readonly=True,
        copy=False,
        tracking=True,
        help="The day on which the other side was last given these terms.",
    )

    _proposal_waits_once = models.UniqueIndex(
        "(proposed_from_id, company_id) WHERE state = 'draft' AND proposed_from_id IS NOT NULL",
        "A proposal of this convention waits there already.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_and_tell_waiting(self):
        """Whoever proposed it, or still has the proposal, learns that nobody stands behind it."""
        self.filtered(lambda convention: convention.state == "draft")._tell_proposer("cancelled")
        self._tell_waiting()

    # Actions

    def action_propose(self):
        """Give the other side a draft of these terms in its own books, or refresh the one there."""
        self._check_can_propose()
        self._do_propose()

    def action_decline(self):
        """Ask for the reason why a proposal is declined."""
        self.ensure_one()
        self._check_can_decline()
        return self.env["cae.convention.decline"]._get_records_action(
            name=self.env._("Decline the proposal"),
            target="new",
            context={"default_convention_id": self.id},
        )

    # Checks

    def _check_can_propose(self):
        self.check_access("write")
        self._check_step("propose")
        companies, copies = self._get_other_companies(), self._get_copies()
        for convention in self:
            reason = convention._get_cannot_propose_reason(companies[convention], copies)
            if reason:
                raise UserError(reason)

    def _get_cannot_propose_reason(self, companies, copies):
        """Return the sentence that says why there is nothing to propose, or False.

        :param companies: those of the other side
        :param copies: see ``_get_copies``
        """
        self.ensure_one()
        name, company = self.display_name, self.company_id
        if self.proposed_by_id:
            return self.env._(
                "%(name)s was proposed by %(party)s: put it in force, or decline it with a reason.",
                name=name,
                party=self.proposed_by_id.name,
            )
        if company.partner_id not in self.host_id | self.coop_ids:
            return self.env._(
                "%(company)s is no party of %(name)s: one of its parties proposes it.",
                company=company.name,
                name=name,
            )
        if reason := self._get_incomplete_reason():
            return reason
        if private := (self.host_id | self.coop_ids).filtered("company_id")[:1]:
            return self.env._(
                "The contact of %(party)s is shown to one company alone: empty its company, so "
                "that the other side can read it.",
                party=private.name,
            )
        if not companies:
            return self.env._(
                "%(parties)s: no books in this database. Print the convention (Print, Convention "
                "to sign) and send it.",
                parties=", ".join(self._get_other_side().mapped("name")),
            )
        if all(self._is_answered(copies.get((self.id, each.id))) for each in companies):
            return self.env._(
                "%(companies)s signed or put in force the terms of %(name)s: put yours in force, "
                "or prepare another one.",
                companies=", ".join(companies.mapped("name")),
                name=name,
            )
        return False

    def _check_can_decline(self):
        self.check_access("write")
        self._check_step("decline")
        for convention in self.filtered(lambda c: not c.proposed_by_id):
            raise UserError(
                self.env._(
                    "%(name)s was proposed by nobody: cancel it instead.",
                    name=convention.display_name,
                )
            )

    # Steps

    def _do_propose(self):
        today = fields.Date.context_today(self)
        companies, copies = self._get_other_companies(), self._get_copies()
        self._take_step("propose", date_proposed=today)
        for convention in self:
            for company in companies[convention]:
                copy = copies.get((convention.id, company.id))
                former = copies.get((convention.origin_id.id, company.id))
                if not convention._is_answered(copy):
                    convention._do_propose_to(company, copy, former)
            convention._tell_proposed(companies[convention])

    def _do_propose_to(self, company, copy, former):
        """Make the draft of one company, or give its waiting one the terms of today.

        :param copy: the draft that waits there, if there is one
        :param former: what was made there of the version before, if there is one
        """
        self.ensure_one()
        vals = self._prepare_proposal_vals(company)
        there = self._as_software(company)
        if copy:
            copy.write(vals)
            text = there.env._("%(party)s changed its proposal.", party=self.company_id.name)
        else:
            given = {"proposed_by_id": self.company_id.partner_id.id, "proposed_from_id": self.id}
            if not former:
                former = self.origin_id._as_software(company).proposed_from_id
            if former and former.company_id == company and former.state == "running":
                given |= {
                    "name": former.name,
                    "origin_id": former.id,
                    "version": former.version + 1,
                }
            copy = there._permit_create(*given).create({**vals, **given})
            text = there.env._("Proposed by %(party)s.", party=self.company_id.name)
        copy.message_post(body=text)
        copy._remind_of_proposal()

    def _prepare_proposal_vals(self, company):
        """Return every value that a proposal holds: no other one crosses over."""
        self.ensure_one()

        def written(record, names):
            return {
                name: record._fields[name].convert_to_write(record[name], record) for name in names
            }

        return {
            "company_id": company.id,
            "active": True,
            "date_signed": False,
            "host_id": self.host_id.id,
            "coop_ids": [Command.set(self.coop_ids.ids)],
            "space_ids": [Command.set(self.space_ids.ids)],
            **written(self, PROPOSED),
            "rule_ids": [
                Command.clear(),
                *(
                    Command.create(written(rule, CONDITION - {"convention_id"}))
                    for rule in self.rule_ids
                ),
            ],
        }

    def _has_terms_of(self, other):
        """Return whether two records of a convention, one on each side, say the same."""

        def terms(convention):
            # sudo: the terms of both, which their parties know; it is told that they differ alone
            convention = convention.sudo().with_context(active_test=False)
            return [
                *(convention[name] for name in ("host_id", "coop_ids", "space_ids", *PROPOSED)),
                *(
                    {name: rule[name] for name in CONDITION - {"convention_id"}}
                    for rule in convention.rule_ids
                ),
            ]

        return terms(self) == terms(other)

    def _do_decline(self, reason):
        """Cancel a proposal, and say why on both sides."""
        self._take_step("decline")
        for convention in self:
            convention.message_post(body=self.env._("Declined: %(reason)s", reason=reason))
        self._tell_proposer("declined", reason)

    # The other side

    def _get_other_side(self):
        """Return whom our company proposes to: each CAE, or the host when a CAE proposes."""
        self.ensure_one()
        own = self.company_id.partner_id
        return (self.coop_ids if own == self.host_id else self.host_id) - own

    def _get_other_companies(self):
        """Return ``{convention: companies of this database that are its other side}``."""
        parties = {convention: convention._get_other_side() for convention in self}
        # sudo: which of the parties keep books here, and nothing of them
        companies = self.env["res.company"].sudo()
        found = companies.search(
            [
                ("partner_id", "in", companies.partner_id.union(*parties.values()).ids),
                ("cae_role", "!=", "none"),
            ]
        )
        return {
            convention: found.filtered(lambda c, sides=sides: c.partner_id in sides)
            - convention.company_id
            for convention, sides in parties.items()
        }

    def _get_copies(self):
        """Return ``{(id here, id of the company): the last copy there that was not cancelled}``.

        Those of the versions before are among them. Found by a link that the software alone
        writes, and by the company that keeps each.
        """
        copies = self._as_software().search(
            [
                ("proposed_from_id", "in", (self | self.origin_id).ids),
                ("state", "!=", "cancelled"),
            ],
            order="id",
        )
        return {
            (copy.proposed_from_id.id, copy.company_id.id): copy._as_software(copy.company_id)
            for copy in copies
        }

    def _is_answered(self, copy):
        """Return whether a copy is beyond a change by its proposer: in force, or being signed."""
        return bool(copy) and bool(
            copy.state in SIGNED_STATES or copy.signature_ids or copy.date_signed
        )

    def _as_software(self, company=None):
        """Return these records as the software reads and writes them in the books of a company.

        Nothing of the caller comes along: neither the values of the context nor their defaults,
        and nobody of one side follows the conversation of the other.
        """
        # sudo: each side gives the other a draft or an answer, and reads nothing of its books
        context = {
            "active_test": False,
            "lang": company._cae_lang() if company else self.env.lang,
            "mail_create_nolog": True,
            "mail_create_nosubscribe": True,
            "mail_post_autofollow_author_skip": True,
        }
        if company:
            context["allowed_company_ids"] = company.ids
        return self.with_env(self.env(user=SUPERUSER_ID, su=True, context=context))

    # Words

    def _remind_of_proposal(self):
        """Give somebody of this company one reminder of the proposal that waits here."""
        self.ensure_one()
        user = self._get_reminded_users()[self]
        if user != self.env.user and not self.activity_search([PROPOSAL]):
            kind = self.env.ref(PROPOSAL).with_context(lang=user.lang)
            self.activity_schedule(PROPOSAL, summary=kind.name, user_id=user.id)

    def _tell_proposed(self, companies):
        """Note here to whom it was proposed, and who is left to send the paper to."""
        self.ensure_one()
        text = self.env._("Proposed to %(names)s.", names=", ".join(companies.mapped("name")))
        if left := self._get_other_side() - companies.partner_id:
            paper = self.env._(
                "%(parties)s: no books in this database. Print the convention (Print, Convention "
                "to sign) and send it.",
                parties=", ".join(left.mapped("name")),
            )
            text = f"{text} {paper}"
        self.message_post(body=text)

    def _tell_proposer(self, answer, reason=""):
        """Write what became of a proposal in the conversation of the proposer's convention.

        :param answer: ``accepted``, ``declined`` or ``cancelled``
        """
        proposals = self.filtered("proposed_by_id")
        proposals.activity_feedback([PROPOSAL])
        for proposal in proposals:
            origin = proposal._as_software().proposed_from_id
            if not origin or origin.company_id.partner_id != proposal.proposed_by_id:
                continue
            origin = origin._as_software(origin.company_id)
            company = proposal.company_id.name
            if answer == "accepted" and not origin._has_terms_of(proposal):
                text = origin.env._(
                    "%(company)s put the proposal in force, from %(day)s, with other terms than "
                    "those that stand here: agree on them with it before you put yours in force.",
                    company=company,
                    day=day_in_words(origin.env, proposal.date_start),
                )
            elif answer == "accepted":
                text = origin.env._(
                    "%(company)s put the proposal in force, from %(day)s.",
                    company=company,
                    day=day_in_words(origin.env, proposal.date_start),
                )
            elif answer == "declined":
                text = origin.env._(
                    "%(company)s declined the proposal: %(reason)s", company=company, reason=reason
                )
            else:
                text = origin.env._("%(company)s cancelled the proposal.", company=company)
            origin.message_post(body=text, subtype_xmlid="mail.mt_comment")

    def _tell_waiting(self):
        """Note on the proposals that wait elsewhere that their proposer withdrew its own."""
        for (origin, _company), copy in self._get_copies().items():
            if origin in self.ids and copy.state == "draft":
                text = copy.env._(
                    "%(party)s withdrew its own copy: decline the proposal.",
                    party=copy.proposed_by_id.name,
                )
                copy.message_post(body=text, subtype_xmlid="mail.mt_comment")
