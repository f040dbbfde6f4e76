"""How many files and functions of the addon one act runs through: where does the code grow?

A profile hook counts the functions of the addon that are called while a CAPE is signed on paper,
a use is recorded, and a month is prepared. Goals are printed beside, never asserted: a reader who
sees a figure grow looks at the list.
"""

import base64
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import odoo.addons.cae_tiers_lieux as addon
from _street import MONTH, Street

ROOT = addon.__path__[0]
#: The re-rating that a signature triggers, an act of its own.
RATING = ("models/usage/", "models/convention/", "models/space/", "rules/rating", "rules/rulebook")


def trace(act):
    """Run an act; return how often each function of the addon was called, by (file, name)."""
    called = Counter()

    def hook(frame, event, _arg):
        place = frame.f_code.co_filename
        if event == "call" and place.startswith(ROOT):
            called[place[len(ROOT) + 1 :], frame.f_code.co_qualname] += 1

    sys.setprofile(hook)
    try:
        act()
    finally:
        sys.setprofile(None)
    return called


def show(title, called, goal, apart=()):
    """Print the files of an act with their functions; those ``apart`` are counted, not listed."""
    called = [place for place in called if not place[1].endswith(">")]  # a lambda has no name
    files = Counter(file for file, _name in called)
    own = {file: count for file, count in files.items() if not file.startswith(apart)}
    shared = sum(file.startswith("models/base/") for file in own)
    beside = f", beside {len(files) - len(own)} of the re-rating" if apart else ""
    print(
        f"{title}: {len(own)} files ({shared} of models/base){beside}, {len(called)} functions;"
        f" goal: {goal} files"
    )
    for file, count in sorted(own.items()):
        print(f"    {count:4d}  {file}")


env = env  # noqa: F821, PLW0127 - given by odoo shell
street = Street(env)
env = street.env
conventions = street.conventions(2)
street.month(conventions, lines=2)
partner = env["res.partner"].create({"name": "Anna"})
anna = env["cae.entrepreneur"].create({"partner_id": partner.id})
cape = env["cae.contract"].create(
    {
        "entrepreneur_id": anna.id,
        "type_id": env.ref("cae_tiers_lieux.cae_contract_type_cape").id,
        "date_start": MONTH,
        "coop_signature_date": MONTH,
        "entrepreneur_signature_date": MONTH,
        "signed_file": base64.b64encode(Path(ROOT, "demo/career/contrat_signe.pdf").read_bytes()),
    }
)
for clause in cape.clause_ids:
    clause.body = "<p>Written</p>"
cape.action_to_sign()
days = (MONTH + timedelta(days=number) for number in range(3))
visits = [street.use_vals(anna, conventions.host_id.cae_space_ids[0], day) for day in days]
env["cae.usage"].create(visits[:2])
street.settle()


def sign():
    cape.action_sign()
    env.flush_all()


def record():
    env["cae.usage"].create(visits[2])
    env.flush_all()


def prepare():
    env["cae.statement"]._close_month(street.company, MONTH)
    env.flush_all()


show("Signing a CAPE on paper", trace(sign), 20, RATING)
show("Recording a use, and rating it", trace(record), 14)
show("Preparing a month", trace(prepare), 12)
