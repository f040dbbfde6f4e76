"""Between Odoo's floats and the exact decimals of ``rules/``."""

from decimal import Decimal


def money(value):
    """Return a stored float as an exact decimal: the database keeps what is displayed.

    >>> money(24.1) + money(0)
    Decimal('24.1')
    """
    return Decimal(str(value or 0))
