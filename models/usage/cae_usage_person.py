"""Who used the space: what is deduced from the person, and what somebody decided instead."""

from itertools import combinations

from odoo import api, fields, models

from .people_known import PeopleKnown, Presence
from .usage_life import OPEN_STATES

#: What is deduced from the person, unless somebody says otherwise.
DEDUCED = ("visitor", "coop_id", "settled_by")
#: What follows from facts that stand elsewhere, in the order in which each needs the one before.
FOLLOWING = ("host_id", "resource_kind", "entrepreneur_id", *DEDUCED[:2], "activity_id", DEDUCED[2])
#: Days after a presence on which a message about it still makes sense.
TOLD_WITHIN = 40


class CaeUsage(models.Model):
    """The file, the right, the coop, the activity and the settlement that follow from a person.

    All of it follows its facts until the use is billed (``price_facts.py``), but for what somebody
    decided against them: that is remembered by name in ``decided`` and stays.
    """

    _inherit = "cae.usage"

    is_person_told = fields.Boolean(
        string="Person told",
        readonly=True,
        copy=False,
        help="The person got the message about a presence while their contract is suspended.",
    )

    # Computes

    @api.depends("partner_id", "company_id")
    def _compute_entrepreneur_id(self):
        """The person's own file; archived or not, it tells what they were that day."""
        files = (
            self.env["cae.entrepreneur"]
            .with_context(active_test=False)
            .search(
                [
                    ("partner_id", "in", self.partner_id.ids),
                    ("company_id", "in", self.company_id.ids),
                ]
            )
        )
        by_key = {(file.partner_id, file.company_id): file for file in files}
        for usage in self:
            usage.entrepreneur_id = by_key.get((usage.partner_id, usage.company_id))

    @api.depends("partner_id", "entrepreneur_id", "company_id", "date")
    def _compute_visitor(self):
        self._apply_deduced("visitor", self._deduce_visitor())

    def _deduce_visitor(self):
        """Return ``{use: what the person is on that day}``, False when nobody knows.

        An entrepreneur has a file here or in another coop of the database, or an attestation;
        staff is vouched for as such, employed here, or an internal user; an organisation is a coop,
        or has a role in a space that day. Nobody is external by default: that is somebody's
        decision.
        """
        known = self._get_people_known()
        return {usage: known.visitor(usage._get_presence()) for usage in self}

    @api.depends("partner_id", "company_id", "visitor", "date")
    def _compute_coop_id(self):
        self._apply_deduced("coop_id", self._deduce_coop_id())

    def _deduce_coop_id(self):
        """Return ``{use: the coop whose right is used}``: the one whose status prices it."""
        known = self._get_people_known()
        return {
            usage: usage.coop_id.browse(known.coop_id(usage._get_presence(), usage.visitor))
            for usage in self
        }

    def _get_people_known(self):
        """Return what this database knows of the persons of these uses, in constant queries."""
        return PeopleKnown(self.env, self.partner_id.ids, self.company_id.ids)

    def _get_presence(self):
        """Return what :class:`PeopleKnown` is asked about this use."""
        self.ensure_one()
        decided = self.decided and "coop_id" in self._get_decided() and self.coop_id.id
        return Presence(self.partner_id.id, self.company_id.id, self.date, decided or None)

    @api.depends("entrepreneur_id")
    def _compute_activity_id(self):
        """The activity that was asked, archived since or not, else the person's default one."""
        for usage in self.with_context(active_test=False):
            person = usage.entrepreneur_id
            if not usage.activity_id or usage.activity_id not in person.cae_activity_ids:
                usage.activity_id = person.default_activity_id

    @api.depends("visitor", "coop_id")
    def _compute_settled_by(self):
        self._apply_deduced("settled_by", self._deduce_settled_by())

    def _deduce_settled_by(self):
        """Return ``{use: how it is settled}``: who belongs to no coop pays at the counter, unless
        somebody says who pays instead.
        """
        return {
            usage: "on_site"
            if usage.visitor == "external"
            or (usage.visitor == "organisation" and not usage.coop_id)
            else "statement"
            for usage in self
        }

    def _apply_deduced(self, name, deduced):
        """Give each use what was deduced, but where somebody decided otherwise."""
        for usage in self:
            if not usage[name] or name not in usage._get_decided():
                usage[name] = deduced[usage]

    # Decisions

    def _note_given(self, vals_list):
        """Remember what was just given against what follows from the person, use by use."""
        given = {
            usage: vals.keys() & set(DEDUCED) - set((vals.get("decided") or "").split(","))
            for usage, vals in zip(self, vals_list, strict=True)
        }
        told = self.filtered(lambda usage: given[usage])
        if not told:
            return
        deduced = {name: getattr(told, f"_deduce_{name}")() for name in DEDUCED}
        decided = {}
        for usage in told:
            own = {name for name in given[usage] if usage[name] != deduced[name][usage]}
            decided[usage] = (usage._get_decided() - given[usage]) | own
        told._set_decided(decided)

    def _decide(self, name):
        """Keep the value of ``name`` as somebody's decision, whatever follows from the person."""
        self._set_decided({usage: usage._get_decided() | {name} for usage in self})

    def _set_decided(self, decided):
        """Write what is decided of these uses, those together that say the same.

        :param decided: ``{use: names}``
        """
        changed = self.filtered(lambda usage: decided[usage] != usage._get_decided())
        for names, usages in changed.grouped(decided.__getitem__).items():
            usages._permit("decided").write({"decided": ",".join(sorted(names)) or False})

    def _get_decided(self):
        """Return the names of what somebody decided of this use."""
        return frozenset((self.decided or "").split(",")) - {""}

    # Facts that moved

    def _follow_facts(self):
        """Deduce again what follows from the person and the place of these uses, and their price.

        A contract, a convention, a price or a person's file changed; what somebody decided stays.
        """
        if not self:
            return
        for name in FOLLOWING:
            self.env.add_to_compute(self._fields[name], self)
        self._rate()

    # One presence

    def _join_halves(self):
        """Make the day of two half-days of one person at a desk of one space, in either order.

        Two of the same part are a doubt, not a day: the rating says so. One that is billed stays.
        """
        double = self.filtered(
            lambda use: use.unit == "half_day" and use.quantity == 2 and use.state in OPEN_STATES
        )
        double._become_day()
        halves = (self - double).filtered(lambda use: use._is_desk_presence() and use.unit != "day")
        if not halves:
            return
        others = self.search(
            [
                ("company_id", "in", halves.company_id.ids),
                ("partner_id", "in", halves.partner_id.ids),
                ("space_id", "in", halves.space_id.ids),
                ("date", "in", list(set(halves.mapped("date")))),
                ("resource_kind", "=", "desk"),
                ("unit", "=", "half_day"),
                ("state", "in", OPEN_STATES),
            ],
            order="id",
        )
        for together in others.grouped(lambda use: use._get_presence_key()).values():
            while pair := together._find_two_halves():
                # the one just told becomes the day
                last = (pair & halves or pair).sorted("id")[-1:]
                last._become_day(pair)
                together -= pair

    def _find_two_halves(self):
        """Return the first two of these half-days that may be one day, by what is told of them."""
        ordered = sorted(self, key=lambda use: use._get_desk_order())
        for one, other in combinations(ordered, 2):
            if not one.day_part or one.day_part != other.day_part:
                return one + other
        return self.browse()

    def _is_desk_presence(self):
        """Return whether a use is a half-day or a day at a desk, open or billed."""
        self.ensure_one()
        return (
            self.resource_kind == "desk"
            and self.unit in ("half_day", "day")
            and self.state != "cancelled"
        )

    def _get_presence_key(self):
        """Return what two presences at a desk have in common when they are one day."""
        self.ensure_one()
        return (self.company_id, self.partner_id, self.space_id, self.date)

    def _become_day(self, halves=None):
        """Make these the whole day, and cancel the half-days that are told by it.

        :param halves: the half-days that the day is made of, this use among them; it is where
            the first of them was, whichever of them was entered first
        """
        if not self:
            return
        day = {"unit": "day", "quantity": 1.0, "day_part": False}
        if halves:
            first = min(halves, key=lambda use: use._get_desk_order())
            stop = (halves - first).stop
            day |= {
                "resource_id": first.resource_id.id,
                "start": first.start,
                "stop": stop if stop and (not first.start or stop > first.start) else False,
            }
            (halves - self)._do_join()
        self.write(day)

    def _do_join(self):
        """Cancel half-days that are told by the day they make with another one."""
        note = self.env._("Counted with the other half-day: one day.")
        self._take_step("join", note=note)
        # sudo: shares are written by the rating alone
        self.share_ids.sudo()._permit("unlink").unlink()

    # A presence while the contract is suspended

    @api.model
    def _cron_warn_suspended(self):
        """Write once to each person for each day on which they came while suspended.

        Neither the space nor anybody of the coop is written to: the cause of a suspension may be
        read from its days, so the books of a host write to nobody. A month of a plan is no
        presence. Who has no e-mail is told once they have one.
        """
        template = self.env.ref("cae_tiers_lieux.cae_usage_suspended_mail_template", False)
        if not template:
            return
        today = fields.Date.context_today(self)
        told = self.search(
            [
                ("date", ">=", fields.Date.subtract(today, days=TOLD_WITHIN)),
                ("status", "=", "suspended"),
                ("state", "!=", "cancelled"),
                ("is_person_told", "=", False),
                ("partner_id.email", "!=", False),
                ("company_id.cae_role", "=", "coop"),
                ("plan_id", "=", False),
            ]
        )
        days = told.grouped(lambda use: (use.company_id, use.partner_id, use.date)).values()
        template.send_mail_batch([uses[0].id for uses in days])
        told._permit("is_person_told").write({"is_person_told": True})

    # Merging contacts

    def _join_desks(self):
        """Make one of the desks of one person on one day: two half-days are the day.

        One that is billed stays as it is, and the others are the same presence told again.
        """
        locked = self.filtered(lambda use: use.state == "locked")
        days = self.filtered(lambda use: use.unit == "day")
        kept = (locked or days or self)[:1]
        others = self - kept
        others.action_cancel()
        if not locked and not days:
            kept._become_day()
