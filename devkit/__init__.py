"""What stands behind ./dev: plain Python, standard library only, no Odoo import.

It runs on the system's Python, before any environment exists.
"""
