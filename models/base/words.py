"""Days, numbers and amounts in sentences, as the reader's language writes them."""

from odoo.tools import format_amount, format_date

from .money import money


def day_in_words(env, day):
    """Return « 1er mars 2026 » in French, where Odoo alone says « 1 mars 2026 »; "" if no day."""
    text = format_date(env, day, date_format="d MMMM y") if day else ""
    if (env.lang or "").startswith("fr") and text.startswith("1 "):
        return "1er" + text[1:]
    return text


def number_in_words(env, value):
    """Return a quantity or a percentage without useless zeros: 30, or « 12,5 » in French."""
    point = env["res.lang"]._get_data(code=env.lang or "en_US").decimal_point or "."
    return f"{money(value, 6).normalize():f}".replace(".", point)


def amount_in_words(env, amount):
    """Return an amount as the user reads it, in the currency of their company."""
    return format_amount(env, float(amount), env.company.currency_id)


def duration_in_words(env, duration):
    """Return a ``rules.periods.Duration`` in words: 2 months and 3 days."""
    months = (
        env._("%(count)s months", count=duration.months)
        if duration.months > 1
        else env._("1 month")
    )
    days = env._("%(count)s days", count=duration.days) if duration.days > 1 else env._("1 day")
    if duration.months and duration.days:
        return env._("%(months)s and %(days)s", months=months, days=days)
    if duration.months:
        return months
    return days if duration.days else env._("nothing")


def period_in_words(env, period):
    """Return a ``rules.periods.Period`` in words: from … to …, or since … when it is open."""
    if period.end:
        return env._(
            "from %(start)s to %(end)s",
            start=day_in_words(env, period.start),
            end=day_in_words(env, period.end),
        )
    return env._("since %(day)s", day=day_in_words(env, period.start))
