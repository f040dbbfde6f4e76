"""Days and numbers in sentences, as the reader's language writes them."""

from odoo.tools import format_date


def day_in_words(env, day):
    """Return « 1er mars 2026 » in French, where Odoo alone says « 1 mars 2026 »; "" if no day."""
    text = format_date(env, day, date_format="d MMMM y") if day else ""
    if (env.lang or "").startswith("fr") and text.startswith("1 "):
        return "1er" + text[1:]
    return text


def number_in_words(env, value):
    """Return a quantity or a percentage without useless zeros: 30, or « 12,5 » in French."""
    point = env["res.lang"]._get_data(code=env.lang or "en_US").decimal_point or "."
    return f"{float(value):g}".replace(".", point)
