"""Uses rated in a second and stored with their shares, and replayed; read by ``odoo shell``.

Two payers for each use. "From scratch": nothing was rated before; "again": nothing changes.
"""

import os
import resource

from _measure import Table, measured, middle, rate, verdict
from _street import Street

RUNS = 3
SIZE = int(os.environ.get("CAE_BENCH_SIZE", 6000))
PEOPLE = 200

env = env  # noqa: F821, PLW0127 - given by odoo shell
street = Street(env)
conventions = street.conventions(20, coop_percent=50)


def fresh(count):
    """Uses of new people, stored but not rated, as rating finds them."""
    uses = street.env["cae.usage"].create(
        street.spread(street.people(max(count * PEOPLE // SIZE, 1)), conventions, count)
    )
    env.flush_all()
    env.cr.execute("DELETE FROM cae_usage_share WHERE usage_id = ANY(%s)", [uses.ids])
    env.cr.execute(
        "UPDATE cae_usage SET state = 'recorded', convention_id = NULL, rule_id = NULL,"
        " tariff_id = NULL, tariff_line_id = NULL, explanation = NULL WHERE id = ANY(%s)",
        [uses.ids],
    )
    street.settle()
    return uses


def rated(uses):
    """The cost of rating them; what was rated is checked."""
    env.invalidate_all()
    with measured(env) as cost:
        uses._rate()
    assert set(uses.mapped("state")) == {"rated"} and len(uses.share_ids) == 2 * len(uses)
    env.cr.commit()
    return cost


def created(count):
    """The cost of recording uses: created, rated, stored."""
    vals_list = street.spread(street.people(PEOPLE), conventions, count)
    street.settle()
    with measured(env) as cost:
        street.env["cae.usage"].create(vals_list)
    env.cr.commit()
    return cost


def loaded(count):
    """The cost of creating as many analytic lines, the nearest that Odoo has to a use."""
    people = street.people(10)
    partners = people.partner_id
    street.settle()
    vals_list = [
        {
            "name": f"Visit {number}",
            "account_id": people[number % 10].cae_activity_ids.analytic_account_id.id,
            "partner_id": partners[number % 10].id,
            "amount": 10.5,
            "company_id": street.company.id,
        }
        for number in range(count)
    ]
    with measured(env) as cost:
        street.env["account.analytic.line"].create(vals_list)
    env.cr.commit()
    return cost


def replayed(uses, times=25):
    """The cost of replaying these uses, told ``times`` times over two years."""
    names = ", ".join(
        f'"{name}"'
        for name, field in uses._fields.items()
        if field.store and field.column_type and name not in ("id", "date", "external_ref")
    )
    env.cr.execute(
        f"INSERT INTO cae_usage (date, {names}) SELECT date + 30 * n, {names}"
        " FROM cae_usage, generate_series(1, %s) n WHERE id = ANY(%s)",
        [times - 1, uses.ids],
    )
    street.settle()
    vals = {"name": "Bench", "month_from": "2026-01-01", "month_to": "2028-06-01"}
    replay = street.env["cae.replay"].create(vals)
    with measured(env) as cost:
        replay.action_run()
    assert replay.use_count >= times * len(uses) and not replay.line_ids
    return replay.use_count, cost


rated(fresh(100))
first, again = [], []
for _run in range(RUNS):
    uses = fresh(SIZE)
    first.append(rated(uses))
    again.append(rated(uses))
create = middle([created(SIZE) for _run in range(RUNS)])
analytic = middle([loaded(SIZE) for _run in range(RUNS)])
small, big = rated(fresh(SIZE // 5)), rated(fresh(SIZE * 2))
first, again = middle(first), middle(again)

table = Table(f"{SIZE} uses of {PEOPLE} people, two payers each, median of {RUNS} runs")
peer = rate(SIZE, analytic)
table.add(
    "rated and stored with shares, from scratch / analytic lines created",
    rate(SIZE, first),
    peer,
    f"{analytic.seconds / first.seconds:.1f} (cpu {analytic.cpu / first.cpu:.1f})",
    ">= 3,000/s",
    verdict(SIZE / first.seconds >= 3000, SIZE / first.cpu >= 3000),
)
table.add("rated again, nothing changes", rate(SIZE, again))
table.add(
    "recorded: created and rated / analytic lines created",
    rate(SIZE, create),
    peer,
    f"{analytic.seconds / create.seconds:.1f} (cpu {analytic.cpu / create.cpu:.1f})",
)
growth = big.seconds / small.seconds
table.add(
    f"rating {SIZE * 2} / {SIZE // 5}",
    f"{big.seconds:.2f} s",
    f"{small.seconds:.2f} s",
    f"{growth:.1f} (cpu {big.cpu / small.cpu:.1f})",
    "<= 11",
    growth <= 11,
)
bulk = fresh(SIZE * 2)
rated(bulk)
count, replay = replayed(bulk)
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
table.add(
    f"replay of {count} uses, unchanged: 0.00",
    f"{replay.seconds:.1f} s, {memory:.0f} MiB",
    goal="<= 30 s, < 1024 MiB",
    reached=replay.seconds <= 30 and memory < 1024,
)
table.add("queries of one rating", f"{first.queries} (small: {small.queries})")
table.show()
