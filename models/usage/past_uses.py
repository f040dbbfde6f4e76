"""The priced uses of past months, read by SQL: the ORM would take minutes and gigabytes."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from odoo.tools import SQL

from ...rules import rating
from ...rules.plans import part_of_month
from ...rules.rating_effects import network_clock_key
from ..base.money import money
from ..convention.cae_program_clock import ANYBODY
from .people_known import Presence

#: Uses held at once.
USES = 20_000


class Row(NamedTuple):
    """A priced use as the database gives it."""

    id: int
    partner_id: int
    coop_id: int | None
    host_id: int
    space_id: int
    resource_id: int
    resource_kind: str
    unit: str
    quantity: str
    plan_days: int | None
    plan_length: int | None
    date: date
    day_part: str | None
    start: datetime | None
    visitor: str | None
    decided: str | None
    settled_by: str
    activity_id: int | None
    entrepreneur_id: int | None
    billed: str
    key: str
    state: str

    @property
    def billed_amount(self):
        """What was billed, a Decimal."""
        return Decimal(self.billed)


def read_clocks(env, persons, which):
    """Return the free clocks that the uses of some persons started, here or elsewhere.

    A first use that waits for its price started its clock: the rating says so too. In one query of
    the uses, and as many for what coops outside told as if there were one of them.

    :param which: the uses that count, as SQL
    """
    clocks = rating.Clocks()
    for person, key, day in env.execute_query(
        SQL(
            """
            SELECT partner_id, clock_key, min(date)
              FROM cae_usage
             WHERE partner_id = ANY(%s) AND clock_key IS NOT NULL
               AND state <> 'cancelled' AND %s
             GROUP BY 1, 2
            """,
            list(persons),
            which,
        )
    ):
        clocks.touch(person, key, day)
    for person, told in env["cae.program.clock"]._get_told(env["res.partner"].browse(persons)):
        group = "" if told.clock_group == ANYBODY else told.clock_group
        # the coops of this database have one clock, whichever of them was told
        key = network_clock_key(told.company_id._cae_side(), told.program_id.id, group)
        clocks.tell(person, key, told.date_first, told.coop_id.name or "")
    return clocks


def read_counters(env, persons, which):
    """Return what uses took of the monthly rights of some persons, in one query.

    :param which: the uses that count, as SQL
    """
    counters = rating.Counters()
    rows = env.execute_query(
        SQL(
            """
            SELECT partner_id, counter_key,
                   extract(year FROM date)::int, extract(month FROM date)::int,
                   sum(counted_units),
                   sum(CASE WHEN settled_by = 'statement' THEN net_amount ELSE 0 END)
              FROM cae_usage
             WHERE partner_id = ANY(%s) AND counter_key IS NOT NULL AND %s
             GROUP BY 1, 2, 3, 4
            """,
            list(persons),
            which,
        )
    )
    counters.add(
        ((person, key, (year, month)), money(units), money(amount))
        for person, key, year, month, units, amount in rows
    )
    return counters


class PastUses:
    """The uses of one company in some months; those to sort out have no price to compare."""

    def __init__(self, env, company, first, last):
        self.env = env
        self.company = company
        self.first = first
        self.last = last
        for model in ("cae.usage", "cae.usage.share"):
            env[model].flush_model()

    def read_persons(self):
        """Yield the ids of the persons who came, as many as have ``USES`` uses together.

        Nobody is parted: a clock is a person's.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, count(*) FROM cae_usage
                 WHERE company_id = %s AND date BETWEEN %s AND %s
                   AND state IN ('rated', 'locked') GROUP BY 1 ORDER BY 1
                """,
                self.company.id,
                self.first,
                self.last,
            )
        )
        part, uses = [], 0
        for person, count in rows:
            if part and uses + count > USES:
                yield part
                part, uses = [], 0
            part.append(person)
            uses += count
        if part:
            yield part

    def read_spaces(self):
        """Return the ids of the spaces where they came."""
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT space_id FROM cae_usage"
                " WHERE company_id = %s AND date BETWEEN %s AND %s",
                self.company.id,
                self.first,
                self.last,
            )
        )
        return [id_ for (id_,) in rows]

    def read_uses(self, persons):
        """Return the priced uses of some persons, as rows: the ORM would take minutes.

        And those to sort out that draw on a right of the person: what they take is not there for
        the others, as in the rating.
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT u.id, u.partner_id, u.coop_id, u.host_id, u.space_id, u.resource_id,
                       u.resource_kind, u.unit, u.quantity::text, u.plan_days, u.plan_length,
                       u.date,
                       u.day_part, u.start, u.visitor, u.decided, u.settled_by, u.activity_id,
                       u.entrepreneur_id, coalesce(u.billed_amount, 0)::text,
                       s.name || '|' || coalesce(r.name, '') AS key,
                       u.state
                  FROM cae_usage u
                  JOIN cae_space s ON s.id = u.space_id
                  LEFT JOIN cae_space_resource r ON r.id = u.resource_id
                 WHERE u.company_id = %(company)s AND u.partner_id = ANY(%(persons)s)
                   AND u.date BETWEEN %(first)s AND %(last)s
                   AND (u.state IN ('rated', 'locked') OR u.state = 'recorded'
                        AND coalesce(u.clock_key, u.counter_key) IS NOT NULL)
                """,
                company=self.company.id,
                persons=persons,
                first=self.first,
                last=self.last,
            )
        )
        return [Row(*row) for row in self.env.cr.fetchall()]

    def make_use(self, row, known):
        """Return the facts of a use as the rating reads them."""
        decided = row.decided and "coop_id" in row.decided.split(",") and row.coop_id
        presence = Presence(row.partner_id, self.company.id, row.date, decided or None)
        quantity = (
            part_of_month(row.plan_days, row.plan_length)
            if row.plan_length
            else Decimal(row.quantity)
        )
        return rating.Use(
            id=row.id,
            day=row.date,
            start=row.start,
            person_id=row.partner_id,
            coop_id=row.coop_id,
            host_id=row.host_id,
            space_id=row.space_id,
            resource_id=row.resource_id,
            resource_kind=row.resource_kind,
            unit=row.unit,
            quantity=quantity,
            settled=row.settled_by,
            book_id=self.company.id,
            key=row.key,
            day_part=row.day_part,
            currency=self.company.currency_id.name,
            side=self.company._cae_side(),
            **known.rating_facts(presence, row.visitor),
        )

    def read_seeds(self, persons):
        """Return the clocks that ran before, and what other books took in the same months."""
        others = SQL("company_id <> %s", self.company.id)
        clocks = read_clocks(self.env, persons, SQL("(date < %s OR %s)", self.first, others))
        within = SQL(
            "%s AND state <> 'cancelled' AND date BETWEEN %s AND %s", others, self.first, self.last
        )
        return clocks, read_counters(self.env, persons, within)

    def read_payers(self):
        """Return ``[(payer, what was billed to it)]`` of all the uses."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT share.payer, sum(share.amount)
                  FROM cae_usage_share share JOIN cae_usage u ON u.id = share.usage_id
                 WHERE u.company_id = %s AND u.date BETWEEN %s AND %s
                   AND u.state IN ('rated', 'locked') GROUP BY 1
                """,
                self.company.id,
                self.first,
                self.last,
            )
        )
        return [(payer, money(amount)) for payer, amount in rows]
