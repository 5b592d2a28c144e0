#!/usr/bin/env python3
"""PM4Py reads what `aduan export --form xes` writes: the same cases and events, and it discovers.

    xes_test.py ADUAN

Two ledgers: one of a few cases played by hand, with an agency of a hostile name; and, where
../shared/data is there, one of the BPI Challenge 2013's incidents. Of both, the export is read back
by our own importer too.
"""
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
REAL = os.path.join(REPOSITORY, '..', 'shared', 'data', 'bpic2013', 'incidents_even.csv.gz')

TOOLS = os.path.join(REPOSITORY, 'build', 'python-tools', 'bin', 'python')

try:
    import pm4py
except ImportError:
    if os.path.exists(TOOLS) and os.path.abspath(sys.executable) != TOOLS:
        os.execv(TOOLS, [TOOLS, *sys.argv])
    print('PM4Py is not there. `scripts/python-tools` installs it (scripts/test calls it); it '
          'needs pip and its package index. This test cannot pass without it.')
    sys.exit(1)

HOSTILE = '</trace> "A" & <B> 😀 ]]>'


class Ledger:
    """A ledger in a folder, by the program."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.run('init', '--name', 'mining', '--seed', '7')

    def run(self, *words, exits=0):
        done = subprocess.run([self.program, '--ledger', self.folder, *words], text=True,
                              capture_output=True, check=False)
        if done.returncode != exits:
            sys.exit(f'{words}: exit {done.returncode}\n{done.stdout}{done.stderr}')
        return done.stdout

    def read(self, *words):
        return json.loads(self.run('--format', 'json', *words))


def play_cases(ledger):
    """A few cases: one goes to and fro and is closed, one is archived, one is confidential."""
    ledger.run('agency', 'connect', 'kl-a', '--name', HOSTILE, '--kind', 'ministry')
    ledger.run('agency', 'connect', 'kl-b', '--name', 'B, "si kedua"', '--kind', 'ministry')
    ledger.run('category', 'define', 'jalan', '--name', '<Jalan>')
    cases = []
    for number in range(4):
        flags = ['--confidential'] if number == 3 else []
        ledger.run('--as', 'reporter', 'submit', '--channel', 'sms', '--text', 'Isi < & "x"\n\x0b',
                   '--reference', f'sms:{number}', *flags)
        cases.append(ledger.read('show', '--ref', f'sms:{number}')['tracking'])
    desk, first, second = ('--as', 'verifier:desk/v-1'), ('--as', 'agency:kl-a/o-1'), (
        '--as', 'agency:kl-b/o-1')
    for case in (cases[0], cases[1], cases[3]):
        ledger.run(*desk, 'verify', case, '--category', 'jalan')
        ledger.run(*desk, 'forward', case, '--to', 'kl-a')
    ledger.run(*first, 'return', cases[0], '--reason', 'not_our_authority')
    ledger.run(*desk, 'forward', cases[0], '--to', 'kl-b')
    ledger.run(*second, 'start', cases[0])
    ledger.run(*second, 'respond', cases[0], '--final', '--text', 'Sudah')
    ledger.run('--as', 'reporter', 'close', cases[0], '--basis', 'confirmed_by_reporter')
    ledger.run('--as', 'reporter', 'reopen', cases[0], '--reason', 'not_solved')
    ledger.run(*first, 'respond', cases[1], '--final', '--text', 'Sudah')
    ledger.run(*desk, 'archive', cases[2], '--reason', 'spam', '--explanation', 'iklan')
    return cases


def check_log(ledger, path, what, hostile=None):
    """PM4Py's reading of the file against the ledger's own figures."""
    status = ledger.read('status')
    log = pm4py.read_xes(path)
    found = (log['case:concept:name'].nunique(), len(log))
    assert found == (status['cases'], status['events']), (what, found, status)

    total = ledger.read('stats')['total']
    types = log['concept:name'].value_counts().to_dict()
    assert types == total['events_by_type'], (what, types)
    holders = set(log['org:group'])
    known = {agency['id'] for agency in ledger.read('agency', 'list')} | {'desk'}
    assert holders <= known, (what, holders - known)
    if hostile:
        assert hostile in set(log['agency']), (what, set(log['agency']))

    began = time.monotonic()
    net, start, end = pm4py.discover_petri_net_inductive(log)
    visible = {transition.label for transition in net.transitions if transition.label}
    assert visible == set(types), (what, visible)
    assert start and end
    graph, _, _ = pm4py.discover_dfg(log)
    assert sum(graph.values()) == status['events'] - status['cases'], what
    print(f'{what}: {found[0]} cases, {found[1]} events, a net of {len(net.transitions)} '
          f'transitions, {time.monotonic() - began:.1f} s to discover')


def check_read_back(program, path, folder, ledger, what):
    """Our own importer takes the file whole, with the same cases and nothing rejected."""
    other = Ledger(program, folder)
    taken = other.read('import', '--map', 'aduan-xes', path)['files'][0]
    assert taken['rejects'] == 0, (what, taken)
    assert taken['rows'] == ledger.read('status')['events'], (what, taken)
    assert other.read('status')['cases'] == ledger.read('status')['cases'], what
    ours, theirs = ledger.read('stats')['total'], other.read('stats')['total']
    assert ours['reopened'] == theirs['reopened'], (what, ours['reopened'], theirs['reopened'])
    print(f'{what}: our own importer read it back')


def main():
    warnings.filterwarnings('ignore')
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix='aduan-mining-') as folder:
        ledger = Ledger(program, os.path.join(folder, 'played'))
        play_cases(ledger)
        path = os.path.join(folder, 'played.xes')
        ledger.run('export', '--form', 'xes', '--out', path)
        check_log(ledger, path, 'played', HOSTILE)
        check_read_back(program, path, os.path.join(folder, 'back'), ledger, 'played')
        public = ledger.run('--as', 'citizen', 'export', '--form', 'xes')
        assert public.count('<trace>') == 2, 'the public sees the published cases alone'

        if not os.path.exists(REAL):
            print('skipped: no ../shared/data')
            return
        ledger = Ledger(program, os.path.join(folder, 'real'))
        ledger.run('import', '--map', 'bpic2013', REAL)
        path = os.path.join(folder, 'real.xes.gz')
        ledger.run('export', '--form', 'xes', '--out', path)
        check_log(ledger, path, 'bpic2013')
        check_read_back(program, path, os.path.join(folder, 'real-back'), ledger, 'bpic2013')


if __name__ == '__main__':
    main()
