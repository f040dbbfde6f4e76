"""Files in: reading tables, repairing values, recognising columns, dates and people.

Pure Python (calamine for XLSX and ODS, xlrd for XLS), no Odoo import: the models fetch what the
database knows, ask this package what a file says, and store the answer.
"""
