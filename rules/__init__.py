"""The law and the trade as pure Python: no Odoo import, typed, tested alone (tests/rules).

Words
    finding.py          what a rule, or the reader of a file, found: the shape of every sentence
Time
    periods.py          calendar-month arithmetic, merging and subtracting periods
Careers
    contract_terms.py   terms of CAPE and CESA, associate deadline, trial (R1-R3, R14, R16, R50)
    followups.py        contributions, interviews (R10, R17)
    career.py           the status of a person on a day
    retention.py        how long the data of a person is kept (R46)
Money
    allocation.py       splitting money by shares, exact to the cent
    rating.py           usage + rulebook -> price, payers, explanation (R41-R44, R51)
    rating_facts.py     what rating reads and gives back
    rating_effects.py   the free clock, the quota, the effect on the public price
    rulebook.py         conventions and grids, indexed; the most specific condition
    netting.py          what two legal persons may set off, and how much (R39, R40)
Members
    capital.py, release.py, members.py, dues.py   (R23-R32)
"""
