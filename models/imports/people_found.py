"""Who each row of attendance means: files, attestations, choices kept, cooperatives named."""

from ...sheets import together
from ...sheets.matching import Index, Known
from ...sheets.words import organisation_key, person_key
from ..usage.people_known import PeopleKnown, Presence


class PeopleFound:
    """Asked once for all the rows of a file; the number of queries does not depend on them.

    A choice made for this file comes first, then one kept for the space of the row, then what is
    certain by reference, e-mail or name. Nobody is guessed.
    """

    def __init__(self, imported, lines):
        self.imported = imported
        self.env = imported.env
        self.company = imported.company_id
        self.lines = lines
        entries = [line.data["entry"] for line in lines]
        self.emails = together.emails_of_names(entries)
        self.longer = together.longer_names(entries)
        self.chosen = (imported.choices or {}).get("person", {})
        self.kept = self.env["cae.import.name"]._get_kept(
            self.company, {line.data.get("space_id") for line in lines}
        )
        self.index = self._read_index()
        self.coops = self._read_coops() if any(entry.coop for entry in entries) else {}
        self.foreign = self._read_foreign()

    # What the database knows

    def _read_index(self):
        """Know first the people of this company; then, by exact name or e-mail, any contact."""
        people, facts = self._read_own_people()
        index = Index(Known(p.id, p.name or "", *facts[p.id]) for p in people)
        names, wanted = set(), set()
        for line in self.lines:
            entry = line.data["entry"]
            if not index.find(entry.person, entry.email, entry.reference).id:
                words = entry.person.split()
                names |= {entry.person, " ".join(words[1:] + words[:1])}
                names |= {" ".join(words[-1:] + words[:-1]), entry.person.title()}
                wanted |= {entry.email.lower(), entry.person.lower()}
        others = self.env["res.partner"].search_fetch(
            [
                ("is_company", "=", False),
                ("company_id", "in", [False, self.company.id]),
                "|",
                ("name", "in", list(names - {""})),
                ("email_normalized", "in", [text for text in wanted if "@" in text]),
            ],
            ["name", "email_normalized", "ref"],
            order="id",
        )
        for partner in others:
            index.add(self._know(partner))
        return index

    @staticmethod
    def _know(partner):
        return Known(
            partner.id,
            partner.name or "",
            (partner.email_normalized,) if partner.email_normalized else (),
            (partner.ref,) if partner.ref else (),
        )

    def _read_own_people(self):
        """The people this company knows: files, attestations, its team, former visitors."""
        company = [("company_id", "=", self.company.id)]
        files = self.env["cae.entrepreneur"].search_fetch(company, ["partner_id", "reference"])
        attestations = self.env["cae.attestation"].search_fetch(company, ["partner_id"])
        # sudo: the team's names and e-mails, nothing else of the users
        team = (
            self.env["res.users"]
            .sudo()
            .search([("share", "=", False), ("company_ids", "in", self.company.ids)])
        )
        visitors = self.env["cae.usage"]._read_group(company, ["partner_id"])
        people = files.partner_id | attestations.partner_id | team.partner_id.sudo(False)
        for (partner,) in visitors:
            people |= partner
        people.fetch(["name", "email_normalized", "ref"])
        references = {file.partner_id: file.reference for file in files}
        facts = {}
        for partner in people:
            refs = tuple(filter(None, (references.get(partner), partner.ref)))
            mails = (partner.email_normalized,) if partner.email_normalized else ()
            facts[partner.id] = (mails, refs)
        return people, facts

    def _read_coops(self):
        """Return ``{key of a name: organisation}`` of the coops that these books know."""
        # sudo: the names of the coops of this database are no secret of theirs
        companies = self.env["res.company"].sudo().search([("cae_role", "=", "coop")])
        company = [("company_id", "=", self.company.id)]
        found = companies.partner_id.sudo(False)
        found |= self.env["cae.convention"].search(company).coop_ids
        found |= self.env["cae.attestation"].search(company).coop_id
        # sudo: the same, of a company that the reader does not work for
        return {organisation_key(coop.name or ""): coop for coop in found.sudo()}

    def _read_foreign(self):
        """Return ``{coop id: index of its people}`` for the other coops that the file names."""
        named = {self._coop_of(line) for line in self.lines} - {None}
        own = self.company.partner_id.id
        wanted = {coop.id for coop in named} - {own}
        if not wanted:
            return {}
        # sudo: the file names the person and the coop; only who is surely meant is taken, and only
        # contacts that every company of the database shares
        files = (
            self.env["cae.entrepreneur"]
            .sudo()
            .search(
                [
                    ("company_id.partner_id", "in", list(wanted)),
                    ("partner_id.company_id", "in", [False, self.company.id]),
                ]
            )
        )
        return {
            company.partner_id.id: Index(self._know(file.partner_id) for file in theirs)
            for company, theirs in files.grouped("company_id").items()
        }

    def _coop_of(self, line):
        said = line.data["entry"].coop
        return self.coops.get(organisation_key(said)) if said else None

    # What each row means

    def tell(self):
        """Give each line its person; one that nobody knows may become a new contact."""
        for line in self.lines:
            self._tell_person(line)
        self._tell_coops()

    def _tell_person(self, line):
        entry = line.data["entry"]
        key = self._key_of(entry)
        if not key:
            line.say("person_missing", "error")
            return
        space = line.data.get("space_id")
        if chosen := self.chosen.get(key) or self.kept.get((space, key)):
            line.data |= {"partner_id": chosen, "chosen_partner": chosen}
            line.data |= {"question": "person", "said": key}
            line.say("person_chosen" if key in self.chosen else "person_kept")
            return
        email = entry.email or (key if "@" in key else "")
        found = self.index.find(entry.person, email, entry.reference)
        theirs = self._find_foreign(line, email)
        if theirs and theirs not in (found.id, None):
            if found.id:
                self._ask(line, key, (theirs, found.id))
            else:
                line.data["partner_id"] = theirs
        elif found.id:
            line.data["partner_id"] = found.id
            if found.note and entry.email:
                line.say("person_email", "doubt")
        elif self.imported.record_unknown and not found.candidates:
            self._record_new(line, key)
        else:
            self._ask(line, key, found.candidates)

    def _key_of(self, entry):
        """What a row says of the person, the same with and without the e-mail."""
        if entry.reference or entry.email:
            return entry.person_key
        return self.emails.get(entry.person_key, entry.person_key)

    def _find_foreign(self, line, email):
        """Return the id of who is surely meant among the people of the other coop that is named."""
        coop = self._coop_of(line)
        index = coop and self.foreign.get(coop.id)
        if not index:
            return None
        entry = line.data["entry"]
        found = index.find(entry.person, email, entry.reference).id
        if found:
            self.index.add(Known(found, index.names[found]))
        return found

    def _record_new(self, line, key):
        entry = line.data["entry"]
        shorter = self.longer.get(person_key(entry.person)) if not entry.email else None
        if shorter:
            key = self.emails.get(shorter, shorter)
            line.say("person_same", "doubt", value=entry.person)
        line.data["new_person"] = key
        line.say("person_new", value=entry.said_person)

    def _ask(self, line, key, candidates):
        entry, coop = line.data["entry"], self._coop_of(line)
        labels = self.index.labels
        if coop and not candidates and coop != self.company.partner_id:
            line.data |= {"question": "person", "said": key, "candidates": []}
            line.blocking = True
            line.say("coop_person", "doubt", value=entry.said_person, coop=coop.name)
            return
        self.imported._ask(line, "person", key, entry.said_person, candidates, labels)

    # The cooperative that the file names

    def _tell_coops(self):
        """Say where the file and what is known disagree; files and attestations decide."""
        named = [line for line in self.lines if line.data["entry"].coop]
        people = {line.data.get("partner_id") for line in named} - {None}
        known = PeopleKnown(self.env, people, self.company.ids) if people else None
        for line in named:
            entry, coop = line.data["entry"], self._coop_of(line)
            if coop is None:
                line.say("coop_unknown", "doubt", value=entry.coop)
            if line.data.get("new_person"):
                # whom the file says to be of a coop is no visitor by anybody's decision
                line.data["undecided"] = True
                if coop:
                    line.say("coop_new", "doubt", value=entry.said_person, coop=coop.name)
            elif coop and line.data.get("partner_id") and entry.day:
                self._compare_coop(line, coop, known)

    def _compare_coop(self, line, coop, known):
        presence = Presence(line.data["partner_id"], self.company.id, line.data["entry"].day)
        source = known.source(presence)
        if source is None:
            if known.visitor(presence) != "staff":
                line.say("coop_without_word", "doubt", coop=coop.name)
            return
        told = known.coop_id(presence, known.visitor(presence))
        if told and told != coop.id:
            # sudo: the name of a coop, nothing else of it
            name = self.env["res.partner"].sudo().browse(told).name
            line.say("coop_other", "doubt", coop=coop.name, known=name)
