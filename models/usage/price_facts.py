"""What a price follows: of each model of the earlier houses, the fields that the rating reads.

Read with ``cae_usage_rating.py``, which reads them. Those of the person's file and of the space
stand in ``cae_entrepreneur.py`` and ``cae_space.py``, those of the use in ``cae_usage.py``; facts
of later houses stand there, declared the same way.
"""

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..base.words import day_in_words
from ..convention.cae_convention_rule import TERMS


def _get_last_billed(records, field):
    """Return ``{record: day of the last locked use that names it}``, in one query.

    :param field: the field of a use that names these records
    """
    # sudo: the day of the last bill, and nothing else of it
    uses = records.env["cae.usage"].sudo()
    billed = [(field, "in", records.ids), ("state", "=", "locked")]
    return dict(uses._read_group(billed, [field], ["date:max"]))


def _check_end_after(records, last_billed):
    """Refuse a last day before a use that was billed by the record.

    :param last_billed: ``{record: day of the last one}``
    :raises ValidationError: with that day
    """
    for record in records.filtered("date_end"):
        last = last_billed.get(record)
        if last and record.date_end < last:
            raise ValidationError(
                record.env._(
                    "%(record)s cannot end before %(day)s: a use of that day is billed already.",
                    record=record.display_name,
                    day=day_in_words(record.env, last),
                )
            )


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "cae.price.fact.mixin"]
    _price_facts = frozenset({"cae_role", "partner_id", "cae_shared_account_id"})

    def _domain_priced_uses(self):
        # who is a coop meets as one and knows its people, in the books of others too
        files = self.env["cae.entrepreneur"].with_context(active_test=False)
        people = files.search([("company_id", "in", self.ids)]).partner_id
        return Domain("company_id", "in", self.ids) | Domain(
            "partner_id", "in", (self.partner_id | people).ids
        )


class HrEmployee(models.Model):
    """Who is employed here without a file is staff, with or without an Odoo user."""

    _name = "hr.employee"
    _inherit = ["hr.employee", "cae.price.fact.mixin"]
    _price_facts = frozenset({"work_contact_id", "company_id", "active"})

    def _domain_priced_uses(self):
        return Domain("partner_id", "in", self.work_contact_id.ids)


class ResUsers(models.Model):
    """Who works here without a file is staff."""

    _name = "res.users"
    _inherit = ["res.users", "cae.price.fact.mixin"]
    _price_facts = frozenset({"partner_id", "company_ids", "group_ids"})

    def _domain_priced_uses(self):
        return Domain("partner_id", "in", self.partner_id.ids)


# The person


class CaeContractType(models.Model):
    _name = "cae.contract.type"
    _inherit = ["cae.contract.type", "cae.price.fact.mixin"]
    _price_facts = frozenset({"nature"})

    def _domain_priced_uses(self):
        contracts = self.env["cae.contract"].search([("type_id", "in", self.ids)])
        return contracts._domain_priced_uses()


class CaeContract(models.Model):
    _name = "cae.contract"
    _inherit = ["cae.contract", "cae.price.fact.mixin"]
    _price_facts = frozenset(
        "state entrepreneur_id type_id kind date_start date_end date_closed".split()
    )

    def _domain_priced_uses(self):
        # the unsigned ones too: a use may wait for a signature. By person: another coop may host
        people = self.entrepreneur_id | self.holder_ids.entrepreneur_id
        return Domain("partner_id", "in", people.partner_id.ids)


class CaeContractHolder(models.Model):
    _name = "cae.contract.holder"
    _inherit = ["cae.contract.holder", "cae.price.fact.mixin"]
    _price_facts = frozenset({"contract_id", "entrepreneur_id", "date_start", "date_end"})

    def _domain_priced_uses(self):
        return Domain("partner_id", "in", self.entrepreneur_id.partner_id.ids)


class CaeContractSuspension(models.Model):
    _name = "cae.contract.suspension"
    _inherit = ["cae.contract.suspension", "cae.price.fact.mixin"]
    _price_facts = frozenset({"contract_id", "date_start", "date_end"})

    def _domain_priced_uses(self):
        return Domain("partner_id", "in", self.entrepreneur_id.partner_id.ids)


class CaeAttestation(models.Model):
    _name = "cae.attestation"
    _inherit = ["cae.attestation", "cae.price.fact.mixin"]
    _price_facts = frozenset(
        {"company_id", "partner_id", "coop_id", "status", "date_start", "date_end"}
    )

    def _domain_priced_uses(self):
        return Domain("partner_id", "in", self.partner_id.ids) & Domain(
            "company_id", "in", self.company_id.ids
        )

    def _get_life_states(self):
        """One that a bill follows from is used: a locked use of a person without a file here."""
        states = super()._get_life_states()
        for attestation, days in self._get_billed_days().items():
            # sudo: its own days, whoever asks
            if any(attestation.sudo()._holds_on(day) for day in days):
                states[attestation] = "used"
        return states

    def _get_billed_days(self):
        """Return ``{attestation: days of the billed uses of its person}``, in one query."""
        # sudo: on which days a bill follows, and nothing of the uses
        attestations = self.sudo()
        rows = attestations.env["cae.usage"]._read_group(
            attestations._domain_priced_uses()
            & Domain("state", "=", "locked")
            & Domain("entrepreneur_id", "=", False),
            ["partner_id", "company_id"],
            ["date:array_agg"],
        )
        days = {(person.id, company.id): found for person, company, found in rows}
        return {
            attestation: days.get((known.partner_id.id, known.company_id.id), ())
            for attestation, known in zip(self, attestations, strict=True)
        }

    @api.constrains("date_end")
    def _check_end_after_bills(self):
        """What was billed by it keeps its word."""
        days = self._get_billed_days()
        since = {a: [day for day in days[a] if day >= a.date_start] for a in self}
        _check_end_after(self, {a: max(since[a]) for a in self if since[a]})


class CaeActivity(models.Model):
    _name = "cae.activity"
    _inherit = ["cae.activity", "cae.price.fact.mixin"]
    _price_facts = frozenset({"analytic_account_id"})

    def _domain_priced_uses(self):
        return Domain("activity_id", "in", self.ids)


class CaeActivityMember(models.Model):
    """A use that waited for an activity to pay finds it."""

    _name = "cae.activity.member"
    _inherit = ["cae.activity.member", "cae.price.fact.mixin"]
    _price_facts = frozenset({"activity_id", "entrepreneur_id"})

    def _domain_priced_uses(self):
        return Domain("entrepreneur_id", "in", self.entrepreneur_id.ids)


# The place and its prices


class CaeSpaceResource(models.Model):
    _name = "cae.space.resource"
    _inherit = ["cae.space.resource", "cae.price.fact.mixin"]
    _price_facts = frozenset({"kind", "name", "space_id"})

    def _domain_priced_uses(self):
        return Domain("resource_id", "in", self.ids)


class CaeSpaceRole(models.Model):
    """Who runs a room on a day bills it; who has a role is no stranger."""

    _name = "cae.space.role"
    _inherit = ["cae.space.role", "cae.price.fact.mixin"]
    _price_facts = frozenset("space_id partner_id role resource_id date_start date_end".split())

    def _domain_priced_uses(self):
        return Domain("resource_id", "in", self.resource_id.ids) | Domain(
            "partner_id", "in", self.partner_id.ids
        )


class CaeSpaceClosure(models.Model):
    """A use on a day that turns out to be closed waits for somebody."""

    _name = "cae.space.closure"
    _inherit = ["cae.space.closure", "cae.price.fact.mixin"]
    _price_facts = frozenset({"space_id", "date_start", "date_end", "name"})

    def _domain_priced_uses(self):
        return Domain("space_id", "in", self.space_id.ids)


class ResourceCalendar(models.Model):
    """The opening hours of a space."""

    _name = "resource.calendar"
    _inherit = ["resource.calendar", "cae.price.fact.mixin"]
    _price_facts = frozenset({"attendance_ids", "active"})

    def _domain_priced_uses(self):
        return Domain("space_id.calendar_id", "in", self.ids)


class ResourceCalendarAttendance(models.Model):
    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "cae.price.fact.mixin"]
    _price_facts = frozenset("calendar_id dayofweek hour_from hour_to display_type".split())

    def _domain_priced_uses(self):
        return self.calendar_id._domain_priced_uses()


class CaeVatStatus(models.Model):
    _name = "cae.vat.status"
    _inherit = ["cae.vat.status", "cae.price.fact.mixin"]
    _price_facts = frozenset({"partner_id", "status", "date_start"})

    def _domain_priced_uses(self):
        return Domain("host_id", "in", self.partner_id.ids)


class CaeTariff(models.Model):
    _name = "cae.tariff"
    _inherit = ["cae.tariff", "cae.price.fact.mixin"]
    _price_facts = frozenset(
        "space_id operator_id date_start date_end tax_included tax_rate currency_id".split()
    )

    def _domain_priced_uses(self):
        first = min(self.mapped("date_start"), default=None)
        return Domain("space_id", "in", self.space_id.ids) & Domain("date", ">=", first)

    def _get_life_states(self):
        """One that a locked use was priced by is used."""
        used = _get_last_billed(self, "tariff_id")
        return {tariff: "used" if tariff in used else "open" for tariff in self}

    @api.constrains("date_end")
    def _check_end_after_bills(self):
        """What was billed by it keeps its price."""
        _check_end_after(self, _get_last_billed(self, "tariff_id"))


class CaeTariffLine(models.Model):
    _name = "cae.tariff.line"
    _inherit = ["cae.tariff.line", "cae.price.fact.mixin"]
    _price_facts = frozenset({"tariff_id", "resource_kind", "resource_id", "unit", "price"})

    def _domain_priced_uses(self):
        return self.tariff_id._domain_priced_uses()


# What was agreed


class CaeConvention(models.Model):
    """A use that waited for a convention, or loses one, follows."""

    _name = "cae.convention"
    _inherit = ["cae.convention", "cae.price.fact.mixin"]
    _price_facts = frozenset(
        "state company_id host_id coop_ids space_ids program_id date_start date_end tax_included"
        " version name".split()
    )

    def _domain_priced_uses(self):
        signed = self.filtered_domain(self._domain_signed())
        # a party is a coop from then on, wherever it meets
        return Domain("company_id", "in", signed.company_id.ids) & (
            Domain("host_id", "in", signed.host_id.ids)
            | Domain("partner_id", "in", signed.coop_ids.ids)
        )

    @api.constrains("date_end")
    def _check_end_after_bills(self):
        """What was billed by it stays covered."""
        _check_end_after(self, _get_last_billed(self, "convention_id"))


class CaeConventionSignature(models.Model):
    """A coop has its rights from its own signature."""

    _name = "cae.convention.signature"
    _inherit = ["cae.convention.signature", "cae.price.fact.mixin"]
    _price_facts = frozenset({"convention_id", "partner_id"})

    def _domain_priced_uses(self):
        return self.convention_id._domain_priced_uses()


class CaeConventionRule(models.Model):
    _name = "cae.convention.rule"
    _inherit = ["cae.convention.rule", "cae.price.fact.mixin"]
    _price_facts = TERMS

    def _domain_priced_uses(self):
        return self.convention_id._domain_priced_uses()


class CaeProgramClock(models.Model):
    """A first use in another coop starts the clock of a person of ours."""

    _name = "cae.program.clock"
    _inherit = ["cae.program.clock", "cae.price.fact.mixin"]
    _price_facts = frozenset({"file_id", "pseudonym", "clock_group", "date_first"})

    def _domain_priced_uses(self):
        if not self:
            return Domain.FALSE
        # whose they are is seen of who comes, not asked of everybody that the database knows
        uses = self.env["cae.usage"]
        persons = [person for (person,) in uses._read_group(uses._domain_open(), ["partner_id"])]
        found = self._get_persons_of(self.env["res.partner"].union(*persons))
        return Domain("partner_id", "in", found.ids)


class CaeProgramClockFile(models.Model):
    _name = "cae.program.clock.file"
    _inherit = ["cae.program.clock.file", "cae.price.fact.mixin"]
    _price_facts = frozenset({"company_id", "program_id", "coop_id"})

    def _domain_priced_uses(self):
        return self.line_ids._domain_priced_uses()
