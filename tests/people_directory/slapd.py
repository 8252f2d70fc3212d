"""A real OpenLDAP server with people in it, as a process of its own."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.debian import program
from tests.support.ports import free_port, wait_until_listening

BASE = "dc=plant,dc=example"
READER, PASSWORD = f"uid=u0,{BASE}", "secret-0"
"""Somebody who may read, 500 entries at once and no more."""
SCHEMAS = ("core", "cosine", "inetorgperson")

CONFIG = """
{includes}
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
database mdb
suffix "{base}"
directory {folder}/data
limits users size=500 size.prtotal=unlimited
access to * by users read by anonymous auth
"""


def ldif(people: int) -> str:
    """An organisation and so many employees; every tenth is a contractor, the last has left. One service has no
    number."""
    parts = [
        f"dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\no: Plant\ndc: plant\n",
        f"dn: cn=printer,{BASE}\nobjectClass: person\ncn: printer\nsn: printer\n",
    ]
    for n in range(people):
        kind = "left" if n == people - 1 else "external" if n % 10 == 0 else "internal"
        parts.append(
            f"dn: uid=u{n},{BASE}\nobjectClass: inetOrgPerson\nuid: u{n}\ncn: 员工{n}\nsn: {n}\n"
            f"employeeNumber: {n:05}\nemployeeType: {kind}\nuserPassword: secret-{n}\n"
        )
    return "\n".join(parts)


@contextmanager
def running_slapd(folder: Path, people: int) -> Iterator[str]:
    """The server's address. Raises Unavailable where there is no slapd."""
    slapd, slapadd = program("slapd"), program("slapadd")
    (folder / "data").mkdir()
    includes = "\n".join(f"include /etc/ldap/schema/{name}.schema" for name in SCHEMAS)
    config = folder / "slapd.conf"
    config.write_text(CONFIG.format(includes=includes, folder=folder, base=BASE))
    entries = folder / "people.ldif"
    entries.write_text(ldif(people), "utf-8")
    subprocess.run([slapadd, "-f", config, "-l", entries], check=True, capture_output=True)
    port = free_port()
    address = f"ldap://127.0.0.1:{port}"
    process = subprocess.Popen(
        [slapd, "-f", config, "-h", address, "-d", "0"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_until_listening(port, process)
        yield address
    finally:
        process.terminate()
        process.wait()
