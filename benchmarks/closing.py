"""Invoices made in a second: closing a month, Odoo's own create, OCA's contract, in one run.

Read by ``odoo shell`` (./dev bench closing). Each draft bill has ten lines, each line an activity
and 20 % of tax. The closing also makes the statement, its twenty lines and locks twenty uses.
"""

import os
from datetime import date

from _measure import Table, measured, middle, rate, verdict
from _street import MONTH, Street
from odoo import Command

RUNS = 3
SIZE = int(os.environ.get("CAE_BENCH_SIZE", 40))
LINES = 10
LAST = date(2026, 10, 31)

env = env  # noqa: F821, PLW0127 - given by odoo shell
street = Street(env)
street.past()


def close(count):
    """The cost of closing a month of ``count`` statements."""
    street.month(street.conventions(count), lines=LINES)
    street.settle()
    with measured(env) as cost:
        statements, _plan, failures = street.env["cae.statement"]._close_month(
            street.company, MONTH
        )
    assert len(statements.move_ids) == count and not failures, failures
    assert len(statements.move_ids.invoice_line_ids) == count * LINES
    env.cr.commit()
    return cost


def hosts_and_accounts(count):
    hosts = street.env["res.partner"].create(
        [{"name": f"Supplier {next(street.numbers)}", "is_company": True} for _ in range(count)]
    )
    accounts = street.people(LINES).cae_activity_ids.analytic_account_id
    return hosts, accounts


def odoo(count):
    """The cost of the same bills by Odoo's own create."""
    hosts, accounts = hosts_and_accounts(count)
    product = street.env.ref("cae_tiers_lieux.product_space_use")
    account = street.company._cae_account("space_bought")
    tax = street.company._cae_tax("purchase")
    term = street.env.ref("account.account_payment_term_30days")
    vals_list = [
        {
            "move_type": "in_invoice",
            "partner_id": host.id,
            "invoice_date": LAST,
            "invoice_payment_term_id": term.id,
            "ref": f"BILL/{host.id}",
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": "Days",
                        "product_id": product.id,
                        "account_id": account.id,
                        "quantity": 2,
                        "price_unit": 10.5,
                        "tax_ids": [Command.set(tax.ids)],
                        "analytic_distribution": {str(analytic.id): 100},
                    }
                )
                for analytic in accounts
            ],
        }
        for host in hosts
    ]
    street.settle()
    with measured(env) as cost:
        moves = street.env["account.move"].create(vals_list)
    assert len(moves.invoice_line_ids) == count * LINES
    env.cr.commit()
    return cost


def contract(count):
    """The cost of the same bills by OCA's contract."""
    hosts, accounts = hosts_and_accounts(count)
    product = street.env.ref("cae_tiers_lieux.product_space_use")
    contracts = street.env["contract.contract"].create(
        [
            {
                "name": f"Contract of {host.name}",
                "partner_id": host.id,
                "company_id": street.company.id,
                "contract_type": "purchase",
                "line_recurrence": False,
                "date_start": MONTH,
                "recurring_next_date": MONTH,
                "recurring_rule_type": "monthly",
                "contract_line_ids": [
                    Command.create(
                        {
                            "name": "Days",
                            "date_start": MONTH,
                            "recurring_next_date": MONTH,
                            "product_id": product.id,
                            "quantity": 2,
                            "price_unit": 10.5,
                            "analytic_distribution": {str(analytic.id): 100},
                        }
                    )
                    for analytic in accounts
                ],
            }
            for host in hosts
        ]
    )
    street.settle()
    with measured(env) as cost:
        moves = contracts._recurring_create_invoice()
    assert len(moves) == count and len(moves.invoice_line_ids) == count * LINES, (
        len(moves),
        len(moves.invoice_line_ids),
    )
    env.cr.commit()
    return cost


for job in (close, odoo, contract):
    job(3)  # the first of its kind fills the caches
runs = [(close(SIZE), odoo(SIZE), contract(SIZE)) for _ in range(RUNS)]
ours, native, oca = (middle(costs) for costs in zip(*runs, strict=True))
small, big = close(SIZE // 2), close(SIZE * 5)

table = Table(f"Draft bills of {LINES} lines, {SIZE} at a time, median of {RUNS} runs, one worker")
for name, peer, goal in (("OCA contract 19.0", oca, 2.5), ("account.move.create", native, None)):
    ratio = peer.seconds / ours.seconds
    table.add(
        f"closing a month / {name}",
        rate(SIZE, ours),
        rate(SIZE, peer),
        f"{ratio:.1f} (cpu {peer.cpu / ours.cpu:.1f})",
        f">= {goal}, wanted 3" if goal else "",
        None if not goal else verdict(ratio >= goal, peer.cpu / ours.cpu >= goal),
    )
growth = big.seconds / small.seconds
table.add(
    f"closing {SIZE * 5} / {SIZE // 2}",
    f"{big.seconds:.2f} s",
    f"{small.seconds:.2f} s",
    f"{growth:.1f} (cpu {big.cpu / small.cpu:.1f})",
    "<= 11",
    growth <= 11,
)
table.add("queries of one closing", f"{ours.queries}", f"{native.queries} / {oca.queries}")
table.show()
