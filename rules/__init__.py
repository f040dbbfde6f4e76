"""The law and the trade as pure Python: no Odoo import, typed, tested alone."""
