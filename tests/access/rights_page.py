"""The matrix of rights as one readable page: what ``docs/droits.md`` holds and the tests enforce.

It is made from the tables ``_life`` and from the access rows, in French. When a table changes on
purpose, write the page again and read the difference:

    CAE_WRITE_RIGHTS=1 ./dev test --fast --tags ':TestRightsPage'
"""

import os
import pathlib

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "droits.md"
WRITE = "CAE_WRITE_RIGHTS" in os.environ
ROLES = ("support", "accountant", "manager", "social_file", "network")
HEAD = """# Qui peut quoi, et dans quel état

*Cette page est écrite à partir du code et vérifiée à chaque essai : ce qui n'y figure pas est
refusé, par l'écran comme par un appel à distance. Un champ absent d'une ligne « modifiable » n'est
écrit que par les étapes (les boutons).*
"""


def life_models(env):
    """Return the models that have a life, in alphabetical order."""
    return [
        env[name]
        for name in sorted(env.registry)
        if hasattr(env[name], "_get_life") and not env[name]._abstract
    ]


def render(env):
    """Return the whole page as text."""
    env = env(context={"lang": "fr_FR"})
    parts = [HEAD]
    parts += [_model(env[model._name]) for model in life_models(env)]
    return "\n".join(parts)


def _model(model):
    env, life = model.env, model._get_life()
    lines = [f"## {env['ir.model']._get(model._name).name} (`{model._name}`)", ""]
    readers = [_role(env, role) for role in ROLES if _may(model, role, "perm_read")]
    writers = [_role(env, role) for role in ROLES if _may(model, role, "perm_write")]
    lines += [f"Lu par : {', '.join(readers) or 'personne'}."]
    lines += [f"Modifiable, dans les limites ci-dessous, par : {', '.join(writers) or 'personne'}."]
    if life.parent:
        parent = model._fields[life.parent]._description_string(env)
        lines += [f"Suit l'état de : {parent}."]
    lines += ["", "| État | Modifiable à la main | Supprimable par |", "|---|---|---|"]
    for state, stage in life.stages.items():
        parts = [_names(model, stage.writable)]
        parts += [
            f"{_role(env, role)} : {_names(model, more)}" for role, more in stage.by_role.items()
        ]
        if stage.entered is not None:
            parts.append(f"à la création : {_names(model, stage.entered) or 'rien'}")
        names = " ; ".join(filter(None, parts))
        delete = _role(env, stage.delete) if stage.delete else "personne"
        lines.append(f"| {_state(model, state)} (`{state}`) | {names or 'rien'} | {delete} |")
    if life.transitions:
        lines += ["", "| Étape | De | Vers | Par |", "|---|---|---|---|"]
    for step, transition in life.transitions.items():
        sources = ", ".join(_state(model, state) for state in transition.sources)
        target = _state(model, transition.target) if transition.target else "(inchangé)"
        role = _role(env, transition.role) if transition.role else "l'étape qui l'appelle"
        lines.append(f"| `{step}` | {sources} | {target} | {role} |")
    return "\n".join([*lines, ""])


def _may(model, role, right):
    group = model.env.ref(f"cae_tiers_lieux.group_{role}")
    rows = model.env["ir.model.access"].search(
        [("model_id.model", "=", model._name), ("group_id", "in", group.all_implied_ids.ids)]
    )
    return any(rows.mapped(right))


def _role(env, role):
    return env.ref(f"cae_tiers_lieux.group_{role}").name


def _names(model, names):
    labels = {name: model._fields[name]._description_string(model.env) for name in names}
    return ", ".join(f"{labels[name]} (`{name}`)" for name in sorted(names))


def _state(model, state):
    return model._get_state_label(state)
