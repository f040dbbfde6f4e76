"""What Odoo is started with: its configuration file, environment and command line."""

import os
import pathlib

from . import odoo_source, paths, postgres, python_env


def package():
    """The folder of the Python package ``odoo``."""
    return odoo_source.package()


def addons_paths(odoo, *extra):
    """Odoo's own addons, this checkout under the addon's name, and what is added for a run."""
    community = odoo.parent / "addons"  # in a checkout of the sources
    folders = [odoo / "addons", community, paths.ADDONS, *extra]
    return [str(folder) for folder in folders if folder.is_dir()]


def write_config(cluster, target, data, extra_addons=()):
    """Write the configuration that every Odoo command of ours reads."""
    odoo = package()
    target.parent.mkdir(parents=True, exist_ok=True)
    values = {
        "addons_path": ",".join(addons_paths(odoo, *extra_addons)),
        "admin_passwd": "admin",
        "data_dir": data,
        "db_host": cluster.sockets,
        "db_port": postgres.PORT,
        "db_user": postgres.USER,
        "db_maxconn": 32,
        "http_interface": "127.0.0.1",
        "limit_time_cpu": 3600,
        "limit_time_real": 7200,
        "max_cron_threads": 0,
        "server_wide_modules": "base,web,rpc",
        "unaccent": True,
    }
    lines = ["[options]", *(f"{key} = {value}" for key, value in values.items()), ""]
    target.write_text("\n".join(lines))
    return target


def environment(config, **more):
    """The environment variables of an Odoo process."""
    odoo = package()
    library = [str(odoo.parent)]
    if os.environ.get("PYTHONPATH"):
        library.append(os.environ["PYTHONPATH"])
    programs = [str(python_env.odoo_python().parent), *more.pop("path", [])]
    return {
        "ODOO_RC": str(config),
        "PYTHONPATH": os.pathsep.join(library),
        "PYTHONDONTWRITEBYTECODE": "1" if paths.ROOT in pathlib.Path(odoo).parents else "",
        "PATH": os.pathsep.join([*programs, os.environ.get("PATH", "/usr/bin:/bin")]),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        **more,
    }


def command(*arguments):
    """Odoo's command line on the prepared Python."""
    return [python_env.odoo_python(), "-m", "odoo", *arguments]
