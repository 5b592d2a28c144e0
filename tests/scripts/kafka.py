#!/usr/bin/env python3
"""Runs scripts of the command line (run.py) on a ledger on a real Kafka, as on a folder.

    kafka.py ADUAN SCRIPT…

Each has a prefix and a state folder of its own; `aduan serve` runs all roles from its first
`aduan init` on. A script may begin with the line

    # broker OPTIONS     of `scripts/kafka start`: it then has a broker of its own, and ADMIN_CONF
                         and USER_CONF are the ways in of `admin` and of `agency-17`
"""
import os
import subprocess
import sys
import tempfile

import run

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


class Broker:
    def __init__(self, options):
        self.folder = tempfile.TemporaryDirectory(prefix="aduan-broker-")
        self.bootstrap = self.call("start", "--while", str(os.getpid()), *options).strip()

    def call(self, verb, *words):
        command = [os.path.join(ROOT, "scripts", "kafka"), verb, *words, "--dir", self.folder.name]
        return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout

    def conf(self, user):
        return os.path.join(self.folder.name, "clients", user + ".conf")

    def stop(self):
        self.call("stop")
        self.folder.cleanup()


class Serve:
    """`aduan serve` from the script's `aduan init` on."""

    def __init__(self):
        self.process = None

    def after(self, command, environment, folder):
        if self.process or not command.startswith("aduan init"):
            return
        with open(os.path.join(folder, "serve.log"), "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(["aduan", "serve"], cwd=folder, env=environment,
                                            stderr=subprocess.PIPE, stdout=log, text=True)
        for line in self.process.stderr:
            if '"what":"serving"' in line:
                break
        # What it says further is nobody's, but must not fill the pipe.
        subprocess.Popen(["cat"], stdin=self.process.stderr, stdout=subprocess.DEVNULL)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()


def options_of(path):
    with open(path, encoding="utf-8") as script:
        words = script.readline().split()
    return words[2:] if words[:2] == ["#", "broker"] else None


def run_script(program, path, shared, number):
    options = options_of(path)
    broker = Broker(options) if options else shared
    serve = Serve()
    with tempfile.TemporaryDirectory(prefix="aduan-state-") as state:
        extra = {
            "ADUAN_LEDGER": f"kafka://{broker.bootstrap}/script-{number}",
            "ADUAN_STATE": os.path.join(state, "state"),
            "ADMIN_CONF": broker.conf("admin"),
            "USER_CONF": broker.conf("agency-17"),
            "ADUAN_KAFKA_CONF": broker.conf("admin"),
        }
        try:
            return run.run(program, path, extra, serve.after)
        finally:
            serve.stop()
            if options:
                broker.stop()


def main():
    program, scripts = sys.argv[1], sys.argv[2:]
    shared = Broker([])
    try:
        failed = [path for number, path in enumerate(scripts)
                  if not run_script(program, path, shared, number)]
    finally:
        shared.stop()
    print(f"{len(scripts) - len(failed)} scripts passed on Kafka, {len(failed)} failed")
    return 1 if failed or not scripts else 0


if __name__ == "__main__":
    sys.exit(main())
