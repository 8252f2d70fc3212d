"""The floor of a command over HTTP: a Flask route on gevent's server that commits one row to SQLite.

    python -m benchmarks.bare_route PORT FOLDER

The database is written as the product writes it (`synchronous=FULL`, in the one native writer thread).
"""

import sys

from gevent import monkey

if __name__ == "__main__":
    monkey.patch_all()

from flask import Flask, Response, jsonify, request
from gevent.pywsgi import WSGIServer
from sqlalchemy import Connection, text

from command_center.store.database.engine import open_engine
from command_center.store.writer import write

INSERT = text("insert into line (body) values (:body)")


def served(folder: str) -> Flask:
    """The application; one route, `POST /line`."""
    engine = open_engine(f"sqlite:///{folder}/bare.db")

    def made(connection: Connection) -> None:
        connection.execute(text("create table line (seq integer primary key, body text)"))

    write(engine, made)
    app = Flask(__name__)

    @app.post("/line")
    def line() -> Response:
        body = request.get_json()
        write(engine, lambda connection: connection.execute(INSERT, {"body": str(body)}))
        return jsonify(seq=1)

    return app


if __name__ == "__main__":
    WSGIServer(("127.0.0.1", int(sys.argv[1])), served(sys.argv[2]), log=None).serve_forever()
