#!/usr/bin/env python3
"""Brings a kit's files to a host, from another host that has them. Plain Python: nothing is installed yet.

    bring-kit.py missing LIST FOLDER            names the files that are not there, or not as they must be
    bring-kit.py fetch LIST FOLDER URL          brings those, each checked; started again it goes on where it was
    bring-kit.py serve FOLDER ADDRESS PORT S    gives them to others, for S seconds at most

LIST is JSON: [{"path", "size", "sha256"}, …]; it comes over SSH, so that nothing else needs to be trusted.
"""

import functools
import hashlib
import http.server
import json
import os
import signal
import socketserver
import sys
import urllib.parse
import urllib.request

BLOCK = 1 << 20
TIMEOUT_S = 20


def digest(path):
    whole = hashlib.sha256()
    with open(path, "rb") as stream:
        while block := stream.read(BLOCK):
            whole.update(block)
    return whole.hexdigest()


def missing(listed, folder):
    found = []
    for one in listed:
        path = os.path.join(folder, one["path"])
        if not (os.path.isfile(path) and os.path.getsize(path) == one["size"] and digest(path) == one["sha256"]):
            found.append(one)
    return found


def fetch(one, folder, url):
    """Bring one file beside its place; put it in place once it is right."""
    path = os.path.join(folder, one["path"])
    partial = path + ".part"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    address = url.rstrip("/") + "/" + urllib.parse.quote(one["path"])
    with urllib.request.urlopen(address, timeout=TIMEOUT_S) as answer, open(partial, "wb") as stream:
        left = one["size"]
        while left > 0 and (block := answer.read(min(BLOCK, left))):
            stream.write(block)
            left -= len(block)
    if digest(partial) != one["sha256"]:
        os.unlink(partial)
        sys.exit("« %s » est arrivé abîmé du poste %s." % (one["path"], url))
    os.replace(partial, path)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def server_bind(self):
        # Not HTTPServer's: it would ask a name server, which a closed network has not.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]


def serve(folder, address, port, seconds):
    signal.alarm(seconds)
    handler = functools.partial(Quiet, directory=folder)
    Server((address, port), handler).serve_forever()


def main(order, *arguments):
    if order == "serve":
        serve(arguments[0], arguments[1], int(arguments[2]), int(arguments[3]))
    with open(arguments[0], encoding="utf-8") as stream:
        listed = json.load(stream)
    absent = missing(listed, arguments[1])
    if order == "fetch":
        for one in absent:
            try:
                fetch(one, arguments[1], arguments[2])
            except OSError as error:
                sys.exit("« %s » n’a pas pu être pris au poste %s (%s)." % (one["path"], arguments[2], error))
    print(json.dumps([one["path"] for one in absent]))


main(*sys.argv[1:])
