"""What somebody must settle before a use has a price: its own sentence, never dropped."""

from datetime import datetime

import pytz
from odoo import Command, api, fields, models
from odoo.fields import Domain

from ...rules.finding import Finding
from ...rules.rating import PART_ORDER
from ..career.contract.cae_contract import WAITING_STATES
from .people_known import WITHOUT_RIGHT
from .usage_life import OPEN_STATES

#: What one person can use of one resource on one date.
MOST_A_DAY = {"hour": 24, "half_day": 2, "day": 1}
#: The list of what may have to be completed, by model.
CAUSES = {
    "cae.tariff": "cae_tiers_lieux.cae_tariff_action",
    "cae.space": "cae_tiers_lieux.cae_space_action",
    "cae.usage": "cae_tiers_lieux.cae_usage_action",
    "cae.entrepreneur": "cae_tiers_lieux.cae_entrepreneur_action",
    "cae.attestation": "cae_tiers_lieux.cae_attestation_action",
    "cae.convention": "cae_tiers_lieux.cae_convention_action",
}


class CaeUsage(models.Model):
    _inherit = "cae.usage"

    def _get_doubts(self, known):
        """Return ``{use: Finding}`` for the uses that somebody must look at, in constant queries.

        :param known: :class:`PeopleKnown` of these uses
        """
        today = fields.Date.context_today(self)
        twice = self._get_twice()
        unsigned = self._get_unsigned(known)
        timed = self.space_id.filtered(lambda space: space._has_times())
        doubts = {}
        for usage in self:
            doubt = (
                usage._get_doubt_of_person(known)
                or twice.get(usage)
                or usage._get_doubt_of_quantity()
                or (usage.space_id in timed and usage._get_doubt_of_place())
                or unsigned.get(usage)
            )
            if not doubt and usage.date > today:
                doubt = Finding("future", {"day": usage.date})
            if doubt:
                doubts[usage] = doubt
        return doubts

    def _get_doubt_of_person(self, known):
        """A stranger that nobody called external, or somebody of another coop."""
        self.ensure_one()
        if self.settled_by != "statement":
            return None
        if not self.visitor:
            name = {"name": self.partner_id.name or ""}
            if self.partner_id.is_company:
                return Finding("unknown_organisation", name)
            return Finding("unknown_person", name)
        company = self.company_id
        if (
            self.visitor in ("entrepreneur", "organisation")
            and company.cae_role == "coop"
            and self.coop_id
            and company.partner_id not in (self.coop_id, self.host_id)
        ):
            return Finding("other_coop", {"coop": self.coop_id.name or ""})
        return None

    def _get_doubt_of_quantity(self):
        """More than one date holds: 31 days on one date are a typing error or a month."""
        self.ensure_one()
        most = MOST_A_DAY.get(self.unit)
        if most is None or self.quantity <= most or self.is_confirmed:
            return None
        return Finding("too_many", {"quantity": self.quantity, "unit": self.unit})

    def _get_doubt_of_place(self):
        """A place that is not open yet or any more, a closed day, an hour at which it is closed."""
        self.ensure_one()
        if self.is_confirmed:
            return None
        space = self.space_id
        if not space._is_open_life(self.date):
            opens = space.date_opened if not space.date_closed else None
            return Finding("not_open", {"opens": opens or None})
        start = self.start and pytz.utc.localize(self.start).astimezone(pytz.timezone(space.tz))
        reason = space._get_closed_reason(self.date, start or None)
        return None if reason is None else Finding("closed", {"reason": reason})

    def _get_twice(self):
        """Return ``{use: Finding}`` of the desk presences told twice on a day (one is kept).

        The same desk, day and person told by two coops is one use; a host tells it in its own
        books too.
        """
        # sudo: a person of two coops is present once, whoever reads the uses of the other
        uses = self.env["cae.usage"].sudo()
        desks = self.filtered(lambda usage: usage._is_desk_presence())
        billed = uses.search_fetch(
            Domain("partner_id", "in", desks.partner_id.ids)
            & Domain("date", "in", list(set(desks.mapped("date"))))
            & Domain("resource_kind", "=", "desk")
            & Domain("unit", "in", ("half_day", "day"))
            & Domain("state", "=", "locked"),
            ["company_id", "partner_id", "space_id", "date", "unit", "day_part"],
        )
        taken = {}
        for usage in billed:
            taken.setdefault(usage._get_desk_key(), set()).add(usage._get_part())
        together = {}
        for usage in desks:
            together.setdefault(usage._get_desk_key(), []).append(usage)
        found = {}
        for key, presences in together.items():
            parts = taken.get(key, set())
            if len(presences) == 1 and not parts:
                continue
            for usage in sorted(presences, key=lambda usage: usage._get_desk_order()):
                part = usage._get_part()
                if parts and ("" in parts or not part or part in parts):
                    found[usage] = Finding("twice", {"part": part})
                else:
                    parts.add(part)
        return found

    def _get_desk_key(self):
        self.ensure_one()
        side = self.company_id._cae_side()
        return (side, self.partner_id.id, self.space_id.id, self.date)

    def _get_part(self):
        """Return the part of the day that is taken, empty for the whole of it or an unknown one."""
        self.ensure_one()
        return (self.unit == "half_day" and self.day_part) or ""

    def _get_desk_order(self):
        """A whole day before its parts, then by the coop that told it, then by what was told.

        The number of the record only tells apart what is told in the same words: the use that is
        kept does not depend on which was entered first.
        """
        self.ensure_one()
        return (
            self.date,
            self.unit != "day",
            PART_ORDER[self._get_part() or None],
            self.company_id.name,
            self.settled_by != "statement",
            self.resource_id.name or "",
            self.start or datetime.min,
            -self.quantity,
            self.id,
        )

    def _get_unsigned(self, known):
        """Return ``{use: Finding}`` of those who came under a contract that is not signed yet."""
        waiting = self.filtered(
            lambda usage: (
                usage.visitor == "entrepreneur"
                and usage.entrepreneur_id
                and known.status_of(usage.entrepreneur_id, usage.date) in WITHOUT_RIGHT
            )
        )
        # sudo: whether a contract waits, nothing of its terms
        contracts = self.env["cae.contract"].sudo()
        found = contracts.search(
            Domain("entrepreneur_id", "in", waiting.entrepreneur_id.ids)
            & Domain("state", "in", ("draft", *WAITING_STATES))
        ).grouped(lambda contract: contract.entrepreneur_id.id)
        doubts = {}
        for usage in waiting:
            for contract in found.get(usage.entrepreneur_id.id, ()):
                if contract.date_start <= usage.date <= (contract.date_end or usage.date):
                    doubts[usage] = Finding("unsigned", {"contract": contract.name or ""})
        return doubts

    # Repairs

    def action_open_cause(self):
        """Open what has to be completed for the use to have its price: one click from the problem.

        Where the price lacks, its prices; where the right does, the convention or the person.
        """
        self.ensure_one()
        model, domain, context = self._get_cause()
        records = self.env[model].search(domain)
        if len(records) == 1:
            return records._get_records_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(CAUSES[model])
        return action | {"domain": domain, "context": context}

    def _get_cause(self):
        """Return ``(model, domain, default values)`` of what the problem of this use is about."""
        self.ensure_one()
        code, person = self.problem_code, self.partner_id
        if code in ("no_tariff", "currency"):
            return (
                "cae.tariff",
                [("space_id", "=", self.space_id.id)],
                {"default_space_id": self.space_id.id},
            )
        if code in ("not_open", "closed", "unknown_organisation"):
            return "cae.space", [("id", "=", self.space_id.id)], {}
        if code == "twice":
            return "cae.usage", [("partner_id", "=", person.id), ("date", "=", self.date)], {}
        if code in ("no_right", "unsigned", "no_activity") and self.entrepreneur_id:
            return "cae.entrepreneur", [("id", "=", self.entrepreneur_id.id)], {}
        if code in ("no_right", "unknown_person", "other_coop"):
            return (
                "cae.attestation",
                [("partner_id", "=", person.id)],
                {"default_partner_id": person.id},
            )
        return (
            "cae.convention",
            [("host_id", "=", self.host_id.id)],
            {
                "default_host_id": self.host_id.id,
                "default_coop_ids": [Command.set(self.coop_id.ids)],
            },
        )

    # Days to come

    @api.model
    def _cron_future(self):
        """Rate what was recorded before its day, once the day has come."""
        today = fields.Date.context_today(self)
        self.search(
            [
                ("state", "in", OPEN_STATES),
                ("problem_code", "=", "future"),
                ("date", "<=", today),
            ]
        )._rate()
