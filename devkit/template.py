"""The template: databases with Odoo's modules and no addon of ours, made once for all checkouts.

``deps`` holds what the addon depends on, French, with one company; ``companies`` is the same plus
two coops and a host with the French chart, for tests. A checkout gets a copy of the whole cluster,
files and all, and clones databases inside it.
"""

import shutil

from . import odoo_env, odoo_source, paths, postgres
from .shell import quiet
from .ui import step

DEPS = "template_deps"
COMPANIES = "template_companies"
QUIETLY = ("--no-http", "--log-level=warn")
RECIPE = 2  # raise when the way of making it changes


def key():
    """The name of the template: a digest of everything it is made of."""
    depends = paths.manifest()["depends"]
    release = odoo_source.package() / "release.py"
    programs = postgres.programs()
    companies = paths.DEVKIT / "template_companies.py"
    return paths.digest(
        RECIPE, sorted(depends), release, release.parent, programs, postgres.SETTINGS, companies
    )


def folder():
    """The template's folder, made on first use (about a minute and a half)."""
    target = postgres.area() / "templates" / key()
    if target.exists():
        return target
    with paths.lock("template", "it makes the template database"):
        if not target.exists():
            paths.need_space(paths.HOME, 1.5, "the template database")
            with step("template database: Odoo's modules, French, three companies"):
                _build(target)
    return target


def _build(target):
    target.parent.mkdir(parents=True, exist_ok=True)
    postgres.area().chmod(0o755)
    with paths.whole_folder(target) as building:
        building.chmod(0o755)
        cluster = postgres.Cluster(building / "cluster")
        filestore = building / "filestore"
        cluster.create()
        with cluster:
            config = odoo_env.write_config(cluster, building / "odoo.conf", building)
            env = odoo_env.environment(config)

            def odoo(*arguments, text=""):
                command = odoo_env.command(*arguments)
                quiet(command, "The template cannot be made.", env=env, cwd="/", text=text)

            odoo("db", "init", DEPS, "--country", "FR")
            modules = ",".join(paths.manifest()["depends"])
            odoo("-d", DEPS, "-i", modules, "--load-language=fr_FR", "--stop-after-init", *QUIETLY)
            cluster.sql(f"CREATE DATABASE {COMPANIES} TEMPLATE {DEPS}")
            shutil.copytree(filestore / DEPS, filestore / COMPANIES)
            script = (paths.DEVKIT / "template_companies.py").read_text()
            odoo("shell", "-d", COMPANIES, *QUIETLY, text=script)
            cluster.sql("VACUUM ANALYZE", database=DEPS)
            cluster.sql("VACUUM ANALYZE", database=COMPANIES)
        shutil.rmtree(building / "sessions", ignore_errors=True)
