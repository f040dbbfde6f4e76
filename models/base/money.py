"""Between Odoo's floats and the exact decimals of ``rules/``."""

from decimal import Decimal


def money(value, digits=None):
    """Return a stored float as an exact decimal: the database keeps what is displayed.

    :param digits: decimals to round to first, for a sum of floats or for what a form shows
        before it is stored.

    >>> money(24.1) + money(0)
    Decimal('24.1')
    >>> money(0.1 + 0.2, 2)
    Decimal('0.3')
    """
    value = value or 0
    return Decimal(str(value if digits is None else round(value, digits)))
