"""Run on Odoo's Python: are these XML files well-formed, and do data files follow the grammar?"""

import sys

from lxml import etree


def main(grammar, *files):
    """Print each fault with its file and line; the status counts them."""
    rng = etree.RelaxNG(etree.parse(grammar))
    faults = 0
    for file in files:
        try:
            tree = etree.parse(file)
        except etree.XMLSyntaxError as error:
            print(f"{file}: {error}")
            faults += 1
            continue
        if tree.getroot().tag in ("odoo", "openerp") and not rng.validate(tree):
            for error in rng.error_log:
                print(f"{file}:{error.line}: {error.message}")
            faults += 1
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
