"""The law and the trade as pure Python: no Odoo import, typed, tested alone.

periods.py          calendar-month arithmetic, merging and subtracting periods
allocation.py       splitting money by shares, exact to the cent
rating.py           usage + rulebook -> price, payers, explanation (R41-R44, R51)
rating_facts.py     what rating reads and gives back
rating_effects.py   the free clock, the quota, the effect on the public price
rulebook.py         conventions and grids, indexed; the most specific condition
"""
