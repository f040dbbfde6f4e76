"""What the database knows of the persons of some uses: files, attestations, employment."""

from odoo.fields import Domain

#: Of two coops that speak of one person, the status that gives more is the one that is used.
STATUS_ORDER = ("associate", "cesa", "cape", "staff", "suspended", "candidate", "exited")
#: Statuses that open no right: somebody else's word about the person may be better.
WITHOUT_RIGHT = frozenset({"candidate", "exited"})


class PeopleKnown:
    """Read once for a batch of uses, then asked for each of them (design, invariant 11).

    A person of another coop of this database is that coop's, whoever records them.
    """

    def __init__(self, uses):
        # sudo: what a person is does not depend on who records the use, and a person of two coops
        # is known by both; nothing else of their files is read
        self.env = uses.sudo().env
        self.partners = uses.partner_id
        self.companies = uses.company_id
        self.files = self._read_files()
        self.careers = self.files._get_careers()
        self.own = {(file.partner_id.id, file.company_id.id): file for file in self.files}
        self.foreign = self.files.filtered(lambda file: file.company_id.cae_role == "coop").grouped(
            lambda file: file.partner_id.id
        )
        self.attestations = self._read_attestations()
        self.employers = self._read_employers()

    def _read_files(self):
        files = self.env["cae.entrepreneur"].with_context(active_test=False)
        return files.search([("partner_id", "in", self.partners.ids)], order="id")

    def _read_attestations(self):
        found = self.env["cae.attestation"].search(
            Domain("partner_id", "in", self.partners.ids)
            & Domain("company_id", "in", self.companies.ids)
        )
        return found.grouped(lambda each: (each.partner_id.id, each.company_id.id))

    def _read_employers(self):
        """Return ``{partner id: ids of the companies that they work for}``, user or employee."""
        employers = {}
        users = self.env["res.users"].with_context(active_test=False)
        for user in users.search_fetch(
            [("partner_id", "in", self.partners.ids), ("share", "=", False)],
            ["partner_id", "company_ids"],
        ):
            employers.setdefault(user.partner_id.id, set()).update(user.company_ids.ids)
        # an entrepreneur under an employment contract is an employee too, and no staff
        rows = self.env["hr.employee"]._read_group(
            [
                ("work_contact_id", "in", self.partners.ids),
                ("id", "not in", self.files.employee_id.ids),
            ],
            ["work_contact_id", "company_id"],
        )
        for person, company in rows:
            employers.setdefault(person.id, set()).add(company.id)
        return employers

    # What a use asks

    def source(self, use):
        """Return what says who the person is on the day: a file, an attestation, or None.

        The file of the company of the use comes first, unless it opens no right that day and
        somebody else's word does; then attestations, then files of other coops. Of several, the
        status that gives more, then the latest, then the name of the coop.
        """
        own = self.own.get((use.partner_id.id, use.company_id.id))
        if own and self.status_of(own, use.date) not in WITHOUT_RIGHT:
            return own
        others = [
            each
            for each in self.attestations.get((use.partner_id.id, use.company_id.id), ())
            if each._holds_on(use.date)
        ]
        decided = "coop_id" in use._get_decided() and use.coop_id.id
        if decided:
            others = [each for each in others if each.coop_id.id == decided] or others
        best = self._best(others, use.date)
        if best:
            return best
        if own:
            return own
        return self._best(self.foreign.get(use.partner_id.id, ()), use.date)

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
        if source._name == "cae.attestation":
            return source.status
        return self.careers[source.id].status_on(day)

    def since_of(self, source, day):
        """Return the first day of that status, None when it is not known."""
        if source._name == "cae.attestation":
            return source.date_start
        return self.careers[source.id].status_since(day)

    @staticmethod
    def _coop_of(source):
        return source.coop_id if source._name == "cae.attestation" else source.company_id.partner_id

    def visitor(self, use):
        """Return entrepreneur or staff; False when nobody knows the person."""
        source = self.source(use)
        works_here = use.company_id.id in self.employers.get(use.partner_id.id, ())
        if source and self.status_of(source, use.date) != "staff":
            # a former entrepreneur who works here now is of the team
            if works_here and self.status_of(source, use.date) in WITHOUT_RIGHT:
                return "staff"
            return "entrepreneur"
        if source or works_here:
            return "staff"
        # who was vouched for once is no stranger: the right is over, and that is said
        if self.attestations.get((use.partner_id.id, use.company_id.id)):
            return "entrepreneur"
        return False

    def coop_id(self, use, visitor):
        """Return the id of the coop whose right is used, given who the person is said to be."""
        if visitor in ("external", False):
            return False
        source = self.source(use)
        if source:
            return self._coop_of(source).id
        if use.company_id.cae_role == "coop":
            return use.company_id.partner_id.id
        return use.coop_id.id if "coop_id" in use._get_decided() else False
