"""What the tests of docs/consumers and of schemas/asyncapi.yaml run, and where it is."""
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PYTHON = os.path.join(ROOT, 'build', 'python-tools', 'bin', 'python')
NODE_TOOLS = os.path.join(ROOT, 'build', 'node-tools')
CONSUMERS = os.path.join(ROOT, 'docs', 'consumers')


def require_node():
    """Ends the test, with what to do, where Node's packages could not be installed."""
    if shutil.which('node') and os.path.exists(os.path.join(NODE_TOOLS, 'installed.json')):
        return
    sys.exit('Node and the packages of tests/consumers/package-lock.json are not there. '
             '`scripts/node-tools` installs them (scripts/test calls it); it needs npm and its '
             'package registry. This test cannot pass without them.')


def require_python():
    """Goes on in build/python-tools; ends the test, with what to do, where that is not there."""
    try:
        import confluent_kafka  # noqa: F401
        import duckdb  # noqa: F401
    except ImportError:
        if os.path.exists(PYTHON) and os.path.abspath(sys.executable) != PYTHON:
            os.execv(PYTHON, [PYTHON, *sys.argv])
        sys.exit('confluent-kafka and duckdb are not there. `scripts/python-tools` installs them '
                 '(scripts/test calls it); it needs pip and its package index. This test cannot '
                 'pass without them.')


def beside_packages(script, folder):
    """A script of Node's, put where it finds the packages: beside a link to them, in `folder`."""
    packages = os.path.join(folder, 'node_modules')
    if not os.path.lexists(packages):
        os.symlink(os.path.join(NODE_TOOLS, 'node_modules'), packages)
    return shutil.copy(script, folder)


def run(*words, stdin=None, exits=0, **rest):
    """What a program prints; ends the test when it ends otherwise than it should."""
    done = subprocess.run(words, input=stdin, text=True, capture_output=True, check=False, **rest)
    if done.returncode != exits:
        raise AssertionError(f'{words}: exit {done.returncode}\n{done.stdout}{done.stderr}')
    return done.stdout


class Ledger:
    """A ledger in a folder, by the program."""

    def __init__(self, program, folder, name):
        self.folder = os.path.join(folder, name)
        self.words = [program, '--ledger', self.folder]
        self.aduan('init', '--name', name, '--seed', '7')

    def aduan(self, *words):
        return run(*self.words, *words)

    def lines(self, *words):
        """The lines of its export: (line as it is, line read)."""
        return [(line, json.loads(line)) for line in self.aduan('export', *words).splitlines()]


def simulated(program, folder):
    """A ledger that has every type of event: a simulated nation, and what it lacks by hand."""
    ledger = Ledger(program, folder, 'nation')
    ledger.aduan('simulate', '--cases', '1500', '--seed', '7')
    ledger.aduan('agency', 'rename', 'kl-kemenkes', 'Kementerian Kesehatan dan Gizi')
    case = next(read['case'] for _, read in ledger.lines() if read['case'])
    ledger.aduan('erase', case, '--scope', 'identity', '--legal-basis', 'court_order',
                 '--as', 'custodian:c-1')
    return ledger
