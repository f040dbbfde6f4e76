"""What the database knows of the persons of some uses: files, attestations, employment."""

from dataclasses import dataclass
from datetime import date

from odoo.fields import Domain

#: Of two coops that speak of one person, the status that gives more is the one that is used.
STATUS_ORDER = ("associate", "cesa", "cape", "staff", "suspended", "candidate", "exited")
#: Statuses that open no right: somebody else's word about the person may be better.
WITHOUT_RIGHT = frozenset({"candidate", "exited"})


@dataclass(frozen=True, slots=True)
class Presence:
    """Who came, for whose books, on which day, and the coop that somebody decided, by ids."""

    person_id: int
    company_id: int
    day: date
    decided_coop_id: int | None = None


class PeopleKnown:
    """Read once for many presences, then asked for each of them (design, invariant 11).

    A person of another coop of this database is that coop's, whoever records them.
    """

    def __init__(self, env, person_ids, company_ids):
        # sudo: what a person is does not depend on who records the use, and a person of two coops
        # is known by both; nothing else of their files is read
        self.env = env(su=True)
        self.person_ids = list(person_ids)
        self.companies = {
            company.id: company for company in self.env["res.company"].browse(company_ids)
        }
        self.files = self._read_files()
        self.careers = self.files._get_careers()
        self.own = {(file.partner_id.id, file.company_id.id): file for file in self.files}
        self.foreign = self.files.filtered(lambda file: file.company_id.cae_role == "coop").grouped(
            lambda file: file.partner_id.id
        )
        self.attestations = self._read_attestations()
        self.employers = self._read_employers()
        self.organisations = self._read_organisations()
        # each is asked several times of one use
        self._sources = {}
        self._told = {}

    def _read_files(self):
        files = self.env["cae.entrepreneur"].with_context(active_test=False)
        return files.search([("partner_id", "in", self.person_ids)], order="id")

    def _read_attestations(self):
        found = self.env["cae.attestation"].search(
            Domain("partner_id", "in", self.person_ids)
            & Domain("company_id", "in", list(self.companies))
        )
        return found.grouped(lambda each: (each.partner_id.id, each.company_id.id))

    def _read_employers(self):
        """Return ``{partner id: ids of the companies that they work for}``, user or employee."""
        employers = {}
        users = self.env["res.users"].with_context(active_test=False)
        for user in users.search_fetch(
            [("partner_id", "in", self.person_ids), ("share", "=", False)],
            ["partner_id", "company_ids"],
        ):
            employers.setdefault(user.partner_id.id, set()).update(user.company_ids.ids)
        # an entrepreneur under an employment contract is an employee too, and no staff
        rows = self.env["hr.employee"]._read_group(
            [
                ("work_contact_id", "in", self.person_ids),
                ("id", "not in", self.files.employee_id.ids),
            ],
            ["work_contact_id", "company_id"],
        )
        for person, company in rows:
            employers.setdefault(person.id, set()).add(company.id)
        return employers

    def _read_organisations(self):
        """Return ``{organisation id: its roles in spaces}``; for a coop, None: always known.

        A coop is a company of this database, or a party of a convention that was in force in these
        books; archived since or not.
        """
        found = self.env["res.partner"].search(
            [("id", "in", self.person_ids), ("is_company", "=", True)]
        )
        companies = self.env["res.company"].with_context(active_test=False)
        coops = companies.search([("partner_id", "in", found.ids), ("cae_role", "=", "coop")])
        conventions = self.env["cae.convention"].with_context(active_test=False)
        parties = conventions.search(
            Domain("coop_ids", "in", found.ids)
            & Domain("company_id", "in", list(self.companies))
            & conventions._domain_signed()
        )
        roles = self.env["cae.space.role"].search([("partner_id", "in", found.ids)])
        by_partner = roles.grouped("partner_id")
        known = {one.id: by_partner.get(one, roles.browse()) for one in found}
        return known | dict.fromkeys(
            coop.id for coop in found & (coops.partner_id | parties.coop_ids)
        )

    # What a presence asks

    def source(self, presence):
        """Return what says who the person is on the day: see ``_find_source``."""
        if presence not in self._sources:
            self._sources[presence] = self._find_source(presence)
        return self._sources[presence]

    def _find_source(self, presence):
        """Return what says who the person is on the day: a file, an attestation, or None.

        The file of the company of the use comes first, unless it opens no right that day and
        somebody else's word does; then attestations, then files of other coops. Of several, the
        status that gives more, then the latest, then the name of the coop.
        """
        key, day = (presence.person_id, presence.company_id), presence.day
        own = self.own.get(key)
        if own and self.status_of(own, day) not in WITHOUT_RIGHT:
            return own
        others = [each for each in self.attestations.get(key, ()) if each._holds_on(day)]
        if decided := presence.decided_coop_id:
            others = [each for each in others if each.coop_id.id == decided] or others
        if best := self._best(others, day):
            return best
        return own or self._best(self.foreign.get(presence.person_id, ()), day)

    def _best(self, sources, day):
        def rank(source):
            since = self.since_of(source, day)
            return (
                STATUS_ORDER.index(self.status_of(source, day)),
                -since.toordinal() if since else 0,
                self._coop_of(source).name or "",
                source.id,
            )

        return min(sources, key=rank, default=None)

    def status_of(self, source, day):
        """Return the status that a file or an attestation gives on a day."""
        return self._tell(source, day)[0]

    def since_of(self, source, day):
        """Return the first day of that status, None when it is not known."""
        return self._tell(source, day)[1]

    def _tell(self, source, day):
        key = (source._name, source.id, day)
        if key not in self._told:
            if source._name == "cae.attestation":
                self._told[key] = (source.status, source.date_start)
            else:
                career = self.careers[source.id]
                self._told[key] = (career.status_on(day), career.status_since(day))
        return self._told[key]

    @staticmethod
    def _coop_of(source):
        return source.coop_id if source._name == "cae.attestation" else source.company_id.partner_id

    def visitor(self, presence):
        """Return entrepreneur, staff or organisation; False when nobody knows who it is."""
        source = self.source(presence)
        works_here = presence.company_id in self.employers.get(presence.person_id, ())
        status = source and self.status_of(source, presence.day)
        if source and status != "staff":
            # a former entrepreneur who works here now is of the team
            return "staff" if works_here and status in WITHOUT_RIGHT else "entrepreneur"
        if source or works_here:
            return "staff"
        # who was vouched for once is no stranger: the right is over, and that is said
        if self.attestations.get((presence.person_id, presence.company_id)):
            return "entrepreneur"
        return "organisation" if self._is_at_home(presence) else False

    def _is_at_home(self, presence):
        """Return whether an organisation is a coop, or has a role in some space on the day."""
        if presence.person_id not in self.organisations:
            return False
        roles = self.organisations[presence.person_id]
        return roles is None or bool(roles._holding_on(presence.day))

    def _is_coop(self, presence):
        return self.organisations.get(presence.person_id, ()) is None

    def coop_id(self, presence, visitor):
        """Return the id of the coop whose right is used, given who the person is said to be."""
        if visitor in ("external", False):
            return False
        if visitor == "organisation":
            # a coop uses its own right; another organisation one that somebody says
            own = self._is_coop(presence) and presence.person_id
            return own or presence.decided_coop_id or False
        source = self.source(presence)
        if source:
            return self._coop_of(source).id
        company = self.companies[presence.company_id]
        if company.cae_role == "coop":
            return company.partner_id.id
        return presence.decided_coop_id or False

    def rating_facts(self, presence, visitor):
        """Return what the rating asks about the person on the day (R43), as arguments of a Use.

        :param visitor: what the person is said to be
        """
        if visitor != "entrepreneur":
            return {"status": visitor or "external"}
        source = self.source(presence)
        if source is None:
            return {"status": "exited"}
        day = presence.day
        facts = {"status": self.status_of(source, day), "since": self.since_of(source, day)}
        if source._name == "cae.attestation":
            return facts | {
                "contract_start": source.date_start,
                "vouched_by": source.coop_id.name or "",
            }
        career = self.careers[source.id]
        theirs = source.company_id.id != presence.company_id
        return facts | {
            "contract_start": career.contract_start_on(day),
            "pauses": career.suspensions,
            "vouched_by": source.company_id.partner_id.name if theirs else "",
        }
