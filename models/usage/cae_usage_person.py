"""Who used the space: what is deduced from the person, and what somebody decided instead."""

from odoo import api, models

#: What is deduced from the person, unless somebody says otherwise.
DEDUCED = ("visitor", "coop_id", "settled_by")
#: What follows from facts that stand elsewhere, in the order in which each needs the one before.
FOLLOWING = ("host_id", "resource_kind", "entrepreneur_id", *DEDUCED[:2], "activity_id", DEDUCED[2])


class CaeUsage(models.Model):
    """The file, the right, the coop, the activity and the settlement that follow from a person.

    All of it follows its facts until the use is billed (``price_facts.py``), but for what somebody
    decided against them: that is remembered by name in ``decided`` and stays.
    """

    _inherit = "cae.usage"

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

    @api.depends("partner_id", "entrepreneur_id", "company_id")
    def _compute_visitor(self):
        self._apply_deduced("visitor", self._deduce_visitor())

    def _deduce_visitor(self):
        """Return ``{use: what the person is to the company}``.

        Staff is vouched for as such, or an internal user of the company without a file; an
        entrepreneur has a file or an attestation; anybody else is external.
        """
        attestations = self._get_attestations()
        # sudo: whether the person works here, or did, nothing else of the users
        people = self.partner_id.sudo().with_context(active_test=False)
        employers = {
            person.id: person.user_ids.filtered(lambda user: not user.share).company_ids
            for person in people
        }
        deduced = {}
        for usage in self:
            attested = attestations.get((usage.partner_id, usage.company_id), ())
            if any(attestation.status == "staff" for attestation in attested):
                deduced[usage] = "staff"
            elif usage.entrepreneur_id or attested:
                deduced[usage] = "entrepreneur"
            elif usage.company_id in employers.get(usage.partner_id.id, ()):
                deduced[usage] = "staff"
            else:
                deduced[usage] = "external"
        return deduced

    @api.depends("partner_id", "company_id", "visitor", "date")
    def _compute_coop_id(self):
        self._apply_deduced("coop_id", self._deduce_coop_id())

    def _deduce_coop_id(self):
        """Return ``{use: the coop whose right is used}``: our company, or who vouched."""
        outside = self.filtered(lambda u: u.company_id.cae_role != "coop")
        attestations = outside._get_attestations()
        deduced = {}
        for usage in self:
            if usage.visitor == "external":
                deduced[usage] = usage.coop_id.browse()
            elif usage.company_id.cae_role == "coop":
                deduced[usage] = usage.company_id.partner_id
            else:
                vouching = attestations.get((usage.partner_id, usage.company_id))
                deduced[usage] = (
                    vouching._holding_on(usage.date).coop_id[:1]
                    if vouching
                    else usage.coop_id.browse()
                )
        return deduced

    @api.depends("entrepreneur_id")
    def _compute_activity_id(self):
        """The activity that was asked, archived since or not, else the person's default one."""
        for usage in self.with_context(active_test=False):
            person = usage.entrepreneur_id
            if not usage.activity_id or usage.activity_id not in person.cae_activity_ids:
                usage.activity_id = person.default_activity_id

    @api.depends("visitor")
    def _compute_settled_by(self):
        self._apply_deduced("settled_by", self._deduce_settled_by())

    def _deduce_settled_by(self):
        """Return ``{use: how it is settled}``: an external visitor pays at the counter."""
        return {usage: "on_site" if usage.visitor == "external" else "statement" for usage in self}

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
            kept.write({"unit": "day", "quantity": 1.0})
