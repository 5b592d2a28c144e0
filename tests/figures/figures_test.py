#!/usr/bin/env python3
"""Every figure of `stats` is what recount.py counts from the exported records.

    figures_test.py ADUAN played      a ledger made by some hundred commands, drawn from a seed
    figures_test.py ADUAN real        imports of ../shared/data, where it is there
    figures_test.py ADUAN simulated CASES
                                      `aduan simulate`, where this version has it

Each at several instants: now, long after (every clock is due then), in between, and before the
first case.
"""
import datetime
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile

import recount

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
REAL = os.path.join(REPOSITORY, '..', 'shared', 'data')
SEED = 20141219


class Ledger:
    """A ledger in a folder, by the program."""

    def __init__(self, program, folder, *init):
        self.program = os.path.abspath(program)
        self.folder = folder
        self.now = None  # a test ledger's clock; None: the machine's
        self.run('init', '--name', 'figures', *init)

    def try_run(self, *words):
        environment = dict(os.environ)
        if self.now:
            environment['ADUAN_NOW'] = self.now.isoformat()
        return subprocess.run([self.program, '--ledger', self.folder, *words], text=True,
                              capture_output=True, check=False, env=environment)

    def run(self, *words):
        done = self.try_run(*words)
        if done.returncode != 0:
            sys.exit(f'{words}: exit {done.returncode}\n{done.stdout}{done.stderr}')
        return done.stdout

    def read(self, *words):
        return json.loads(self.run('--format', 'json', *words))


def check_exact(ledger, path):
    """The lines are the records themselves: in the order of the log, whole, chained."""
    last, heads = (-1, -1), {}
    with open(path, encoding='utf-8') as lines:
        for line in lines:
            value = line[line.index('"event":') + len('"event":'):line.rindex(',"texts":')]
            found = json.loads(line)
            leaf = hashlib.sha256(b'\0' + value.encode()).hexdigest()
            assert leaf == found['leaf'], line
            place = (found['position']['stream'], found['position']['offset'])
            assert place > last, line
            last = place
            head = heads.get(found['case'], 0)
            assert found['sequence'] == head + 1 == int(found['event']['sequence']), line
            heads[found['case']] = found['sequence']
    status = ledger.read('status')
    events = sum(count for case, count in heads.items() if case is not None)
    assert (len(heads) - (None in heads), events) == (status['cases'], status['events']), status


def check_sees_differences(path, stats):
    """A comparison that finds nothing wrong proves something only if it could."""
    names = ('cases', 'open', 'overdue', 'returned', 'handovers')
    for name in names:
        stats['total'][name] += 1
    assert len(recount.compare(path, stats)[0]) == len(names)


def check(ledger, what, instants):
    """Exports, and compares at each instant. Whether all was equal."""
    path = os.path.join(ledger.folder, os.pardir, what + '.jsonl')
    ledger.run('export', '--form', 'jsonl', '--out', path)
    check_exact(ledger, path)
    equal = True
    for when in instants:
        stats = ledger.read('stats', '--as-of', when)
        wrong, total = recount.compare(path, stats)
        print(f"{what} as of {when}: {total['cases']} cases, {total['events']} events, "
              f'{total["open"]} open, {total["overdue"]} overdue, {len(wrong)} figures differ')
        print('\n'.join('  ' + each for each in wrong[:20]), end='\n' if wrong else '')
        equal = equal and not wrong
    check_sees_differences(path, stats)
    os.remove(path)
    return equal


# --- A ledger of commands

AGENCIES = ['kl-a', 'kl-b', 'kl-c']
CATEGORY = 'jalan'


def possible_commands(chance, case, others):
    """Whatever somebody may try next; many are rejected, which is as good."""
    agency = chance.choice(AGENCIES)
    desk = ('--as', 'verifier:desk/v-1')
    officer = ('--as', f'agency:{agency}/o-1')
    reporter = ('--as', 'reporter')
    overseer = ('--as', 'overseer:ombudsman')
    return [
        (*desk, 'verify', case, '--category', CATEGORY),
        (*desk, 'forward', case, '--to', agency),
        (*desk, 'forward', case, '--to', agency),
        (*desk, 'forward', case, '--to', agency, '--support'),
        (*desk, 'pend', case, '--question', 'di mana?'),
        (*reporter, 'supplement', case, '--text', 'di sana'),
        (*officer, 'return', case, '--reason', 'not_our_authority'),
        (*officer, 'start', case),
        (*officer, 'note', case, '--text', 'dicatat'),
        (*officer, 'respond', case, '--text', 'sedang dikerjakan'),
        (*officer, 'respond', case, '--final', '--text', 'sudah'),
        (*officer, 'respond', case, '--final', '--text', 'sudah'),
        (*reporter, 'reply', case, '--text', 'belum'),
        (*desk, 'comment', case, '--text', 'mohon ditinjau'),
        (*overseer, 'rule', case, '--to', agency, '--reasons', 'tugasnya'),
        (*reporter, 'close', case, '--basis', 'confirmed_by_reporter'),
        (*desk, 'close', case, '--basis', 'by_ruling'),
        (*reporter, 'withdraw', case),
        (*reporter, 'reopen', case, '--reason', 'not_solved'),
        (*overseer, 'reopen', case, '--reason', 'other'),
        (*reporter, 'rate', case, '--stars', '3'),
        (*desk, 'archive', case, '--reason', 'unclear', '--explanation', 'tidak jelas'),
        (*reporter, 'appeal', case, '--text', 'tidak adil'),
        (*desk, 'merge', case, '--into', chance.choice(others)),
        ('--as', 'citizen:c-1', 'support', case),
    ]


def play(ledger, cases, steps):
    """Cases that go every way, over some months; the same for the same seed.

    How many commands were accepted.
    """
    chance = random.Random(SEED)
    ledger.now = datetime.datetime(2018, 4, 2, 1, tzinfo=datetime.timezone.utc)
    for agency in AGENCIES:
        ledger.run('agency', 'connect', agency, '--name', agency.upper(), '--kind', 'ministry')
    ledger.run('category', 'define', CATEGORY, '--name', 'Jalan')
    names = []
    for number in range(cases):
        ledger.run('--as', 'reporter', 'submit', '--channel', 'sms', '--text', 'jalan berlubang',
                   '--reference', f'sms:{number}')
        names.append(ledger.read('show', '--ref', f'sms:{number}')['tracking'])
    accepted = 0
    for case in names:
        # A good beginning for most, so that what follows has something to be about.
        if chance.random() < 0.8:
            ledger.run('--as', 'verifier:desk/v-1', 'verify', case, '--category', CATEGORY)
            ledger.run('--as', 'verifier:desk/v-1', 'forward', case, '--to', AGENCIES[0])
        for _ in range(steps):
            # Mostly hours, sometimes so long that somebody misses a due date or a window closes.
            ledger.now += datetime.timedelta(hours=chance.choice([1, 5, 20, 20, 60, 250]))
            done = ledger.try_run(*chance.choice(possible_commands(chance, case, names)))
            if done.returncode not in (0, 1, 4):
                sys.exit(f'{done.args}: exit {done.returncode}\n{done.stderr}')
            accepted += done.returncode == 0
    ledger.now = None
    return accepted


def times_of(ledger):
    """The instants of the ledger's events, in order."""
    lines = ledger.run('export', '--form', 'jsonl').splitlines()
    return sorted(event['time'] for event in (json.loads(line)['event'] for line in lines)
                  if event['subject'] != 'directory')


def later(instant, days):
    moment = datetime.datetime.fromisoformat(instant.replace('Z', '+00:00'))
    moved = moment + datetime.timedelta(days=days)
    return moved.strftime('%Y-%m-%dT%H:%M:%S.') + f'{moved.microsecond // 1000:03d}Z'


def check_played(program, folder):
    ledger = Ledger(program, os.path.join(folder, 'ledger'), '--seed', str(SEED))
    accepted = play(ledger, cases=16, steps=14)
    times = times_of(ledger)
    first, last = times[0], times[-1]
    print(f'played: {accepted} commands accepted of {16 * 14}')
    middle = times[len(times) // 2]
    return check(ledger, 'played', [later(first, -1), middle, last, later(last, 6),
                                    later(last, 13), later(last, 400)])


REAL_FILES = [
    ('bpic2013', 'bpic2013/incidents_even.csv.gz',
     ['2012-04-15', '2012-05-01', '2026-01-01']),
    ('boston311', 'boston311/2015.csv.gz', ['2015-07-01', '2016-01-01']),
    ('cfpb', 'cfpb/2023_payday_title_personal_loans.csv.gz', ['2023-05-01', '2026-01-01']),
]


def check_real(program, folder):
    equal = True
    for source, name, instants in REAL_FILES:
        path = os.path.join(REAL, name)
        if not os.path.exists(path):
            print('skipped: no ../shared/data')
            return equal
        ledger = Ledger(program, os.path.join(folder, source))
        ledger.run('import', '--map', source, path)
        equal = check(ledger, source, instants) and equal
    return equal


def check_simulated(program, folder, cases):
    helped = subprocess.run([program, 'help', 'simulate'], capture_output=True, check=False)
    if helped.returncode != 0:
        print('skipped: this version has no `aduan simulate`')
        return True
    ledger = Ledger(program, os.path.join(folder, 'ledger'), '--seed', str(SEED))
    ledger.run('simulate', '--cases', str(cases), '--seed', str(SEED))
    times = times_of(ledger)
    first, last = times[0], times[-1]
    picked = [times[len(times) * part // 4] for part in (1, 2, 3)]
    return check(ledger, 'simulated', [first, *picked, last, later(last, 100)])


def main():
    program, what = os.path.abspath(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory(prefix='aduan-figures-') as folder:
        if what == 'played':
            equal = check_played(program, folder)
        elif what == 'real':
            equal = check_real(program, folder)
        else:
            equal = check_simulated(program, folder, int(sys.argv[3]))
    sys.exit(0 if equal else 1)


if __name__ == '__main__':
    main()
