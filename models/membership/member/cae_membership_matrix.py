from odoo import api, fields, models
from odoo.fields import Domain


class CaeMembership(models.Model):
    """The table of cross-memberships: CAE in columns, operators of spaces in rows."""

    _inherit = "cae.membership"

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
            Domain(self._get_in_force_domain(day))
            & Domain("company_id", "in", self.env.companies.ids)
            & Domain("organisation_id", "in", (coops | hosts).ids)
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
        conventions = self.env["cae.convention"].search(
            [("company_id", "in", companies.ids), ("state", "in", ("running", "ended"))]
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
