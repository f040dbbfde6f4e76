from odoo import api, fields, models
from odoo.fields import Domain

from ...base.words import amount_in_words


class CaeMembership(models.Model):
    """Cross-memberships: the membership the other way, two parties face to face, the table of all.

    The table has the CAE in columns and the operators of spaces in rows.
    """

    _inherit = "cae.membership"

    reciprocal_id = fields.Many2one(
        comodel_name="cae.membership",
        string="The other way",
        compute="_compute_reciprocal",
    )
    mutual = fields.Boolean(compute="_compute_reciprocal", search="_search_mutual")
    date_mutual = fields.Date(string="Mutual since", compute="_compute_reciprocal")
    is_organisation = fields.Boolean(related="member_id.is_company")
    missing = fields.Char(compute="_compute_missing")

    @api.depends("organisation_id", "member_id", "state", "date_start", "date_end")
    @api.depends_context("uid")
    def _compute_reciprocal(self):
        """Find the membership in force the other way, in one search for all records."""
        today = fields.Date.context_today(self)
        others = self.search(
            self._domain_in_force_on(today)
            & self._domain_of_organisation(self.company_id, self.member_id)
            & Domain("member_id", "in", self.organisation_id.ids)
        )
        by_pair = others.grouped(lambda m: (m.company_id, m.organisation_id, m.member_id))
        in_force = self._in_force_on(today)
        for membership in self:
            key = (membership.company_id, membership.member_id, membership.organisation_id)
            found = by_pair.get(key, self.browse())[:1]
            mutual = bool(found) and membership in in_force
            membership.reciprocal_id = found
            membership.mutual = mutual
            membership.date_mutual = mutual and max(membership.date_start, found.date_start)

    def _search_mutual(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        in_force = self._domain_in_force_on(fields.Date.context_today(self))
        # only a member that has members itself can be one half of a pair
        candidates = self.search_fetch(
            in_force & Domain("member_id.cae_member_ids", "any", in_force),
            ["company_id", "organisation_id", "member_id"],
        )
        pairs = {(m.company_id, m.organisation_id, m.member_id) for m in candidates}
        mutual = candidates.filtered(
            lambda m: (m.company_id, m.member_id, m.organisation_id) in pairs
        )
        return [("id", "in", mutual.ids)]

    @api.depends("member_id", "organisation_id", "mutual")
    def _compute_missing(self):
        for membership in self:
            membership.missing = not membership.mutual and membership._get_missing_sentence(
                membership.organisation_id, membership.member_id
            )

    def action_open_pair(self):
        """Open the cross-membership page of the two parties."""
        self.ensure_one()
        return self.env["cae.membership.pair"].action_open(
            self.organisation_id.id, self.member_id.id
        )

    # Two parties face to face

    @api.model
    def _get_shown_membership(self, company, member, organisation):
        """Return what to show of a member in an organisation, empty if there never was anything.

        The membership in force today, else the one in preparation, else the last one.
        """
        found = self.search(
            self._domain_of_organisation(company, organisation)
            & Domain("member_id", "=", member.id)
            & Domain("state", "!=", "cancelled"),
            order="date_start desc",
        )
        in_force = found._in_force_on(fields.Date.context_today(self))
        return (in_force or found.filtered(lambda m: m.state == "draft") or found)[:1]

    def _get_summary(self):
        """Return one line on what the member brings: shares and what is paid of them, or dues."""
        if not self:
            return self.env._("Not a member")
        self.ensure_one()
        if self.kind == "dues":
            last = self.dues_ids.sorted("id")[-1:]
            if not last:
                return self.env._("Dues, none asked for yet")
            return self.env._(
                "Dues of %(amount)s, %(campaign)s",
                amount=amount_in_words(self.env, last.amount),
                campaign=last.campaign_id.name,
            )
        return self.env._(
            "%(shares)s shares, %(paid)s paid of %(subscribed)s",
            shares=self.shares,
            paid=amount_in_words(self.env, self.paid_amount),
            subscribed=amount_in_words(self.env, self.subscribed_amount),
        )

    @api.model
    def _get_missing_sentence(self, member, organisation):
        """Return which membership is missing between two parties that could be mutual."""
        return self.env._(
            "To be mutual, %(member)s must become a member of %(organisation)s.",
            member=member.name or "",
            organisation=organisation.name or "",
        )

    @api.model
    def _prepare_new_action(self, member, organisation):
        """Return the action that begins a membership, by shares if the organisation has any."""
        shares = organisation.cae_legal_form_id.has_capital
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New membership"),
            "res_model": self._name,
            "view_mode": "form",
            "context": {
                "default_member_id": member.id,
                "default_organisation_id": organisation.id,
                "default_kind": "shares" if shares else "dues",
                "default_date_start": fields.Date.context_today(self),
            },
        }

    # The table

    @api.readonly
    @api.model
    def get_matrix(self, day=None):
        """Return the table of who is a member of whom on a day, for the screen.

        A cell says ``mutual``, ``host`` (the operator is a member of the CAE, not the reverse),
        ``coop`` (the reverse) or ``none``; and since when it is so.
        """
        day = fields.Date.to_date(day) or fields.Date.context_today(self)
        coops, hosts = self._get_matrix_sides()
        memberships = self.search(
            self._domain_in_force_on(day)
            & self._domain_of_organisation(self.env.companies, coops | hosts)
            & Domain("member_id", "in", (coops | hosts).ids)
        )
        since = {}
        for membership in memberships.sorted("date_start", reverse=True):
            key = (membership.member_id.id, membership.organisation_id.id)
            since[key] = (membership.date_start, membership.kind)
        rows = [
            {
                "id": host.id,
                "name": host.name,
                "cells": [self._prepare_matrix_cell(host, coop, since) for coop in coops],
            }
            for host in hosts
        ]
        states = [cell["state"] for row in rows for cell in row["cells"]]
        return {
            "date": fields.Date.to_string(day),
            "coops": [{"id": coop.id, "name": coop.name} for coop in coops],
            "rows": rows,
            "counts": {
                "mutual": states.count("mutual"),
                "one_way": states.count("host") + states.count("coop"),
                "none": states.count("none"),
            },
        }

    @api.model
    def _get_matrix_sides(self):
        """Return (CAE, operators of spaces) that the user's companies deal with.

        An organisation stands on a side by its kind, by the spaces it runs, by a convention, or
        by the role of its company.
        """
        partners = self.env["res.partner"]
        companies = self.env.companies
        conventions = self.env["cae.convention"]
        conventions = conventions.search(
            Domain("company_id", "in", companies.ids) & conventions._domain_signed()
        )
        hosts = partners.search(
            Domain("is_company", "=", True)
            & (Domain("cae_member_kind", "=", "host") | Domain("cae_space_ids", "!=", False))
        )
        coops = partners.search([("cae_member_kind", "=", "coop")])
        coops |= conventions.coop_ids
        coops |= companies.filtered(lambda c: c.cae_role == "coop").partner_id
        hosts |= companies.filtered(lambda c: c.cae_role == "host").partner_id
        return coops.sorted("name"), (hosts - coops).sorted("name")

    @api.model
    def _prepare_matrix_cell(self, host, coop, since):
        """Return the cell of an operator and a CAE.

        :param since: ``{(member id, organisation id): (first day, by dues or by shares)}``
        """
        host_in, coop_in = since.get((host.id, coop.id)), since.get((coop.id, host.id))
        if host_in and coop_in:
            state, day = "mutual", max(host_in[0], coop_in[0])
        elif host_in or coop_in:
            state, day = ("host", host_in[0]) if host_in else ("coop", coop_in[0])
        else:
            state, day = "none", False
        return {
            "coop_id": coop.id,
            "state": state,
            "since": fields.Date.to_string(day) if day else False,
            "host_kind": host_in and host_in[1],
            "coop_kind": coop_in and coop_in[1],
        }
