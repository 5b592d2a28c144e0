#!/usr/bin/env python3
"""Counts every figure of `aduan stats` anew, from exported records alone, and compares.

    recount.py EXPORT.jsonl STATS.json      exits 1 and names each figure that differs

EXPORT is what `aduan export --form jsonl` wrote, STATS what `aduan stats --format json` printed;
the instant is the one that STATS names. Written from the domain's rules (statuses, handlings,
clocks, figures) and sharing no code with the program, so that a mistake must be made twice to go
unseen.
"""
import datetime
import gzip
import json
import sys
from collections import Counter, defaultdict

DESK = 'desk'
FINISHED = {'closed', 'archived', 'merged'}
# Clocks by which somebody owes a step; the others are windows, which are never overdue.
DUTIES = {'verify', 'reroute', 'follow_up', 'resolve', 'answer', 'appeal'}
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def instant(text):
    """Milliseconds since 1970 of `2014-12-30T17:00:00.000Z`."""
    moment = datetime.datetime.strptime(text, '%Y-%m-%dT%H:%M:%S.%fZ')
    return (moment.replace(tzinfo=datetime.timezone.utc) - EPOCH) // datetime.timedelta(
        milliseconds=1)


class Case:
    """One case as of the instant: its state, and what the figures need of its past."""

    def __init__(self, name):
        self.name = name
        self.status = 'submitted'
        self.before_pend = 'submitted'
        self.lead = None            # the agency that leads now
        self.supports = set()       # the agencies that support now
        self.last_lead = None
        self.under_appeal = False
        self.clocks = {}            # (clock, agency) -> [sequence of its start, due]
        self.submitted = None
        self.first_close = None
        self.first_response = None
        self.first_handling = {}    # agency -> when its first handling began
        self.first_answer = {}      # agency -> when it first responded
        self.was_at_desk = False
        self.handovers = []         # (from, to)
        self.reopened = []          # who led just after each
        self.returned = []          # by whom
        self.events = []            # (type, who leads after it)

    # --- words of the rules

    def is_open(self):
        return self.status not in FINISHED

    def active(self):
        return self.supports | ({self.lead} if self.lead else set())

    def movable(self):
        """Few events leave `responded`; one leaves a finished status."""
        return self.is_open() and self.status != 'responded'

    # --- clocks

    def stop(self, *names, agency='any'):
        for key in [key for key in self.clocks
                    if key[0] in names and agency in ('any', key[1])]:
            del self.clocks[key]

    def stop_all_of(self, agency):
        for key in [key for key in self.clocks if key[1] == agency]:
            del self.clocks[key]

    def start(self, sequence, clocks):
        for clock in clocks:
            agency = clock.get('agency')
            if agency and agency not in self.active():
                continue  # an agency's clocks stop when its handling ends
            if not self.is_open() and clock['clock'] in DUTIES - {'appeal'}:
                continue  # nobody owes work on a finished case
            self.clocks[(clock['clock'], agency)] = [sequence, instant(clock['due'])]

    # --- handlings

    def begin(self, agency, time):
        self.first_handling.setdefault(agency, time)

    def end(self, agency):
        """The agency's active handling ends, and with it its clocks."""
        if agency not in self.active():
            return
        self.supports.discard(agency)
        if self.lead == agency:
            self.lead = None
        self.stop_all_of(agency)

    def give_lead(self, agency, time):
        if self.lead and self.lead != agency:
            self.end(self.lead)
        if agency not in self.active():
            self.begin(agency, time)
        self.supports.discard(agency)
        self.lead = agency
        self.count_handover(agency)

    def count_handover(self, agency):
        """A → B is one, A → desk → B is one, counted at B; A → desk → A is none."""
        if self.last_lead and self.last_lead != agency:
            self.handovers.append((self.last_lead, agency))
        self.last_lead = agency

    def succeed(self, old, new, time):
        """A dissolved agency's handling goes on under its successor, dues unchanged."""
        was_lead = self.lead == old
        clocks = {key: value for key, value in self.clocks.items() if key[1] == old}
        self.end(old)
        if new not in self.active():
            self.begin(new, time)
            if not was_lead:
                self.supports.add(new)
        for (name, _), (sequence, due) in clocks.items():
            mine = self.clocks.get((name, new))
            if mine is None or due <= mine[1]:
                self.clocks[(name, new)] = [sequence, due]
        if was_lead:
            self.supports.discard(new)
            self.lead = new
            self.count_handover(new)

    # --- events

    def take(self, event):
        kind = event['type'].split('.')[-2]
        body, time = event['data'], instant(event['time'])
        sequence = int(event['sequence'])
        self.happen(kind, body, time, event['actor'])
        if kind != 'deadline_extended':
            self.start(sequence, body.get('clocks', []))
        leads = self.lead or DESK
        self.events.append((kind, leads))
        if kind == 'reopened':
            self.reopened.append(leads)
        if kind == 'returned':
            self.returned.append(body['by'])
        if self.is_open() and not self.lead:
            self.was_at_desk = True

    def happen(self, kind, body, time, actor):
        move = getattr(self, 'on_' + kind, None)
        if move:
            move(body, time, actor)

    def on_submitted(self, body, time, actor):
        self.submitted = time
        if 'holder' in body:
            self.give_lead(body['holder'], time)

    def on_verified(self, body, time, actor):
        if self.status == 'submitted':
            self.status = 'verified'

    def on_pended(self, body, time, actor):
        if self.movable() and self.status != 'pended':
            self.before_pend, self.status = self.status, 'pended'
            self.stop('verify', 'reroute')

    def on_supplemented(self, body, time, actor):
        if self.status == 'pended':
            self.status = self.before_pend
            self.stop('pend')

    def on_archived(self, body, time, actor):
        if self.under_appeal:  # the appeal is dismissed
            self.under_appeal = False
            self.stop('appeal')
        elif self.movable():
            self.status = 'archived'
            self.clocks.clear()

    def on_merged(self, body, time, actor):
        if self.movable():
            self.status = 'merged'
            self.clocks.clear()

    def on_forwarded(self, body, time, actor):
        if 'cause' in body and body.get('from') in self.active():
            self.succeed(body['from'], body['to'], time)
        elif body['role'] == 'support':
            if body['to'] not in self.active():
                self.begin(body['to'], time)
                self.supports.add(body['to'])
        else:
            self.give_lead(body['to'], time)
            self.stop('verify', 'reroute')
            if self.movable():
                self.status = 'forwarded'
                self.stop('pend')

    def on_returned(self, body, time, actor):
        was_lead = self.lead == body['by'] and self.lead is not None
        self.end(body['by'])
        to = body.get('to')
        if to:
            self.give_lead(to, time)
        if not was_lead and not to:
            return  # a support's return moves no status
        if self.movable() or ('cause' in body and self.is_open()):
            self.status = 'forwarded' if to else 'verified'
            self.stop('pend', 'reporter_silence')

    def on_ruled(self, body, time, actor):
        self.give_lead(body['to'], time)
        self.stop('verify', 'reroute', 'pend', 'reporter_silence')
        if self.is_open():
            self.status = 'forwarded'

    def on_work_started(self, body, time, actor):
        waits = self.status in ('forwarded', 'reopened', 'reporter_replied')
        if waits and self.lead == body['agency']:
            self.status = 'in_progress'

    def on_commented(self, body, time, actor):
        by_desk = actor.split(':')[0] in ('verifier', 'overseer')
        if by_desk and body['audience'] == 'public' and self.status == 'responded':
            self.stop('reporter_silence')

    def on_responded(self, body, time, actor):
        agency = body['agency']
        if self.first_response is None:
            self.first_response = time
        self.first_answer.setdefault(agency, time)
        # A source without agencies: whoever answers speaks for the case.
        speaks = agency == self.lead or (not self.lead and agency not in self.supports)
        self.stop('follow_up', agency=agency)
        if body['final']:
            self.stop('resolve', 'answer', 'return_agency', agency=agency)
            if agency in self.supports:
                self.end(agency)
        if not speaks:
            return
        if body['final']:
            self.stop('pend', 'reporter_silence')
            if self.is_open():
                self.status = 'responded'
        elif self.movable():
            self.stop('pend')
            self.status = 'in_progress'

    def on_reporter_replied(self, body, time, actor):
        if self.status == 'responded':
            self.status = 'reporter_replied'
            self.stop('reporter_silence')

    def on_closed(self, body, time, actor):
        self.status = 'closed'
        self.under_appeal = False
        if self.first_close is None:
            self.first_close = time
        self.clocks.clear()

    def on_reopened(self, body, time, actor):
        self.clocks.clear()
        self.under_appeal = False
        self.status = 'reopened' if self.lead else 'submitted'

    def on_escalated(self, body, time, actor):
        if body['reason'] == 'appeal' and self.status == 'archived':
            self.under_appeal = True
            self.stop('appeal_window')

    def on_deadline_extended(self, body, time, actor):
        clock = self.clocks.get((body['clock'], body.get('agency')))
        if clock and clock[0] == body['started']:
            clock[1] = instant(body['due'])


def read_lines(path):
    opener = gzip.open if path.endswith('.gz') else open
    with opener(path, 'rt', encoding='utf-8') as lines:
        for line in lines:
            yield json.loads(line)


def cases_as_of(path, when):
    """The cases that exist at the instant, each folded over its events up to it."""
    cases, late = {}, set()
    for line in read_lines(path):
        name = line['case']
        if name is None:
            continue  # the directory
        event = line['event']
        if name not in cases and name not in late:
            if int(event['sequence']) != 1:
                raise ValueError(f'{name}: its first record is missing')
            if instant(event['time']) > when:
                late.add(name)
            else:
                cases[name] = Case(name)
        if name in cases and instant(event['time']) <= when:
            cases[name].take(event)
    return cases


def median(values):
    """In seconds; of an even count the mean of the middle two; of nothing nothing."""
    values = sorted(value for value in values if value >= 0)
    if not values:
        return None
    half = len(values) // 2
    middle = values[half:half + 1] if len(values) % 2 else values[half - 1:half + 1]
    return sum(middle) / len(middle) / 1000


def blank():
    return {'cases': 0, 'events': 0, 'events_by_type': Counter(), 'open': 0, 'responded': 0,
            'closed': 0, 'reopened': 0, 'returned': 0, 'overdue': 0, 'to_close': [],
            'to_response': [], 'handovers_out': 0, 'handovers_in': 0}


def add_case(case, when, total, agencies):
    """What one case adds to each figure."""
    last_lead = case.last_lead or DESK
    total['cases'] += 1
    for agency in set(case.first_handling) | ({DESK} if case.was_at_desk else set()):
        agencies[agency]['cases'] += 1
    for kind, leads in case.events:
        for each in (total, agencies[leads]):
            each['events'] += 1
            each['events_by_type'][kind] += 1
    for leads in case.reopened:
        total['reopened'] += 1
        agencies[leads]['reopened'] += 1
    for agency in case.returned:
        total['returned'] += 1
        agencies[agency]['returned'] += 1
    for old, new in case.handovers:
        agencies[old]['handovers_out'] += 1
        agencies[new]['handovers_in'] += 1
    if case.is_open():
        due = {agency or DESK for (clock, agency), (_, at) in case.clocks.items()
               if clock in DUTIES and at <= when}
        total['open'] += 1
        total['responded'] += case.status == 'responded'
        total['overdue'] += bool(due)
        for agency in case.active() | (set() if case.lead else {DESK}):
            agencies[agency]['open'] += 1
            agencies[agency]['responded'] += case.status == 'responded'
        for agency in due:
            agencies[agency]['overdue'] += 1
    if case.status == 'closed':
        total['closed'] += 1
        agencies[last_lead]['closed'] += 1
    if case.first_close is not None:
        for each in (total, agencies[last_lead]):
            each['to_close'].append(case.first_close - case.submitted)
    if case.first_response is not None:
        total['to_response'].append(case.first_response - case.submitted)
    for agency, at in case.first_answer.items():
        if agency in case.first_handling:
            agencies[agency]['to_response'].append(at - case.first_handling[agency])


def finished(figures):
    figures['median_seconds_to_close'] = median(figures.pop('to_close'))
    figures['median_seconds_to_first_response'] = median(figures.pop('to_response'))
    figures['events_by_type'] = dict(figures['events_by_type'])
    return figures


def recount(path, when):
    """The figures as of the instant, in the shape of `stats`."""
    cases = cases_as_of(path, when)
    total, agencies = blank(), defaultdict(blank)
    for case in cases.values():
        add_case(case, when, total, agencies)
    total = finished(total)
    del total['handovers_out'], total['handovers_in']
    total['handovers'] = sum(len(case.handovers) for case in cases.values())
    chains = sorted((-len(case.handovers), case.name) for case in cases.values() if case.handovers)
    total['longest_chain'] = (
        {'case': chains[0][1], 'handovers': -chains[0][0]} if chains else None)
    total['reopened_histogram'] = {
        str(times): count
        for times, count in Counter(len(case.reopened) for case in cases.values()).items()}
    return {'total': total, 'agencies': {name: finished(each) for name, each in agencies.items()}}


def differences(ours, theirs, where):
    """Each figure that is not the same, as a line."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in sorted(set(ours) | set(theirs)):
            yield from differences(ours.get(name), theirs.get(name), f'{where}.{name}')
    elif isinstance(ours, float) and isinstance(theirs, (int, float)):
        if abs(ours - theirs) > 1e-6:
            yield f'{where}: recounted {ours}, stats says {theirs}'
    elif ours != theirs:
        yield f'{where}: recounted {ours}, stats says {theirs}'


def compare(export, stats):
    """The differences between a recount of the export and the program's own figures."""
    when = instant(stats['as_of'])
    ours = recount(export, when)
    theirs = {'total': stats['total'], 'agencies': stats['agencies']}
    return list(differences(ours, theirs, 'stats')), ours['total']


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[2], encoding='utf-8') as text:
        wrong, total = compare(sys.argv[1], json.load(text))
    print('\n'.join(wrong))
    print(f"{total['cases']} cases, {total['events']} events, {len(wrong)} figures differ")
    sys.exit(1 if wrong else 0)


if __name__ == '__main__':
    main()
