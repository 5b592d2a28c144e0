#!/usr/bin/env python3
"""The programs of docs/consumers, run as their README says, against a real broker.

    consumers_test.py ADUAN

The broker asks for passwords over TLS. Its `aduan.events` are the records of a simulated nation;
its `aduan.public` is written in transactions, one of them aborted, and some of it is taken back.
"""
import collections
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

import tools

tools.require_node()
tools.require_python()

import confluent_kafka  # noqa: E402
import duckdb  # noqa: E402

USER = 'analyst'
PATIENCE_S = 120
HEADERS = [('content-type', b'application/cloudevents+json')]
DERIVED_ATTRIBUTES = ('specversion', 'id', 'type', 'subject', 'time', 'recordedtime', 'sequence',
                      'actor')


class Broker:
    """A broker in a folder of its own, with a ledger's topics. It ends with this process."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, 'kafka')
        self.script = os.path.join(tools.ROOT, 'scripts', 'kafka')
        self.address = tools.run(self.script, 'start', '--dir', self.folder, '--sasl', '--tls',
                                 '--user', USER, '--while', str(os.getpid())).strip()
        tools.run(PROGRAM, '--ledger', f'kafka://{self.address}', '--state',
                  os.path.join(folder, 'state'), 'init', '--name', 'nation', '--seed', '7',
                  env=os.environ | {'ADUAN_KAFKA_CONF': self.conf('admin')})

    def conf(self, user):
        return os.path.join(self.folder, 'clients', f'{user}.conf')

    def settings(self, user):
        with open(self.conf(user), encoding='utf-8') as file:
            pairs = [line.rstrip('\n').split('=', 1) for line in file]
        return dict(pairs) | {'bootstrap.servers': self.address}

    def producer(self, **more):
        return confluent_kafka.Producer(self.settings('admin') | {
            'compression.type': 'lz4', 'enable.idempotence': True} | more)

    def committed(self, group, topic):
        """How far the group has come, over all partitions."""
        consumer = confluent_kafka.Consumer(self.settings(USER) | {'group.id': group})
        partitions = consumer.list_topics(topic, timeout=30).topics[topic].partitions
        wanted = [confluent_kafka.TopicPartition(topic, each) for each in partitions]
        offsets = [each.offset for each in consumer.committed(wanted, timeout=30)]
        consumer.close()
        return sum(offset for offset in offsets if offset > 0)


def exact_records(ledger):
    """(partition, key, value) of each record of a case, in the log's order."""
    for line, read in ledger.lines():
        if read['case']:
            value = line[line.index('"event":') + 8:line.rindex(',"texts":{')].encode()
            assert hashlib.sha256(b'\0' + value).hexdigest() == read['leaf']
            yield read['position']['stream'], read['case'], value


def public_events(records):
    """(partition, key, value) as the public stream would have them, of the cases forwarded."""
    records = [(partition, key, json.loads(value)) for partition, key, value in records]
    public = {key for _, key, event in records if event['type'].endswith('.forwarded.v1')}
    for partition, key, event in records:
        if key in public:
            told = {name: event[name] for name in DERIVED_ATTRIBUTES}
            told['source'] = '/aduan/nation/public'
            told['leaf'] = 'A' * 43 + '='
            told['data'] = {'tracking': f'{key[:5]}-{key[5:]}-1', 'status': 'forwarded',
                            'role': None, 'due': None, 'body': event['data'], 'texts': {}}
            yield partition, event['id'], json.dumps(told, separators=(',', ':')).encode()


def send(producer, topic, records):
    for partition, key, value in records:
        producer.produce(topic, partition=partition, key=key, value=value,
                         headers=HEADERS if value else None)
        producer.poll(0)
    assert producer.flush(60) == 0


def readme_lines():
    """The commands of the README that can be run as they are."""
    with open(os.path.join(tools.CONSUMERS, 'README.md'), encoding='utf-8') as file:
        return re.findall(r'^```sh run\n(.*)\n```$', file.read(), re.MULTILINE)


def readme_line(word):
    return next(line for line in readme_lines() if word in line)


class Consumers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix='aduan-consumers-')
        cls.addClassCleanup(folder.cleanup)
        cls.ledger = tools.Ledger(PROGRAM, folder.name, 'nation')
        cls.ledger.aduan('simulate', '--cases', '300', '--seed', '7')
        cls.events = list(exact_records(cls.ledger))
        cls.broker = Broker(folder.name)
        cls.addClassCleanup(tools.run, cls.broker.script, 'stop', '--dir', cls.broker.folder)
        send(cls.broker.producer(), 'aduan.events', cls.events)
        cls.tell_public()

        # The reader's folder: the programs as they are, with what the README has him install.
        cls.home = os.path.join(folder.name, 'consumers')
        shutil.copytree(tools.CONSUMERS, cls.home,
                        ignore=shutil.ignore_patterns('node_modules', 'venv'))
        os.symlink(os.path.join(tools.NODE_TOOLS, 'node_modules'),
                   os.path.join(cls.home, 'node_modules'))
        os.symlink(os.path.dirname(os.path.dirname(tools.PYTHON)), os.path.join(cls.home, 'venv'))
        cls.environment = os.environ | {
            'BROKERS': cls.broker.address, 'KAFKA_CONF': cls.broker.conf(USER),
            'KCAT_CONFIG': cls.broker.conf(USER)}

    @classmethod
    def tell_public(cls):
        cls.public = list(public_events(cls.events))
        teller = cls.broker.producer(**{'transactional.id': 'teller'})
        teller.init_transactions()
        teller.begin_transaction()
        send(teller, 'aduan.public', cls.public)
        teller.commit_transaction()
        teller.begin_transaction()
        send(teller, 'aduan.public', [(0, 'aborted', b'{"type":"aduan.aborted"}')])
        teller.abort_transaction()
        cls.teller = teller

    def take_back(self, records):
        self.teller.begin_transaction()
        send(self.teller, 'aduan.public', [(partition, key, None) for partition, key, _ in records])
        self.teller.commit_transaction()

    def shell(self, line):
        return tools.run('bash', '-o', 'pipefail', '-c', line, cwd=self.home,
                         env=self.environment, timeout=PATIENCE_S)

    def follow(self, topic, enough):
        """The lines of follow.mjs until `enough(lines)`; then it is asked to stop."""
        process = subprocess.Popen(['node', 'follow.mjs', self.broker.address, topic], text=True,
                                   cwd=self.home, env=self.environment, stdout=subprocess.PIPE)
        watchdog = threading.Timer(PATIENCE_S, process.kill)
        watchdog.start()
        lines = []
        while not enough(lines):
            line = process.stdout.readline()
            if not line:
                break
            lines.append(line.rstrip('\n'))
        process.send_signal(signal.SIGTERM)
        lines += process.communicate()[0].splitlines()
        watchdog.cancel()
        self.assertEqual(process.returncode, 0)
        return lines

    def test_the_derived_values_are_as_asyncapi_says(self):
        script = tools.beside_packages(os.path.join(tools.HERE, 'asyncapi.mjs'), self.home)
        said = json.loads(tools.run('node', script,
                                    os.path.join(tools.ROOT, 'schemas', 'asyncapi.yaml')))
        folder = os.path.join(self.home, 'schemas')
        os.mkdir(folder)
        with open(os.path.join(folder, 'derived.schema.json'), 'w', encoding='utf-8') as file:
            json.dump(said['schemas']['DerivedEvent'], file)
        script = tools.beside_packages(os.path.join(tools.HERE, 'schemas.mjs'), self.home)
        values = [value.decode() for _, _, value in self.public] + ['null', '{}']
        lines = '\n'.join(f'{{"schema":"derived","value":{value}}}' for value in values)
        verdict = json.loads(tools.run('node', script, folder, stdin=lines))['derived']
        self.assertEqual((verdict['accepted'], verdict['refused']), (len(self.public) + 1, 1))

    def test_python_counts_goes_on_and_drops_what_is_taken_back(self):
        line = readme_line('count.py')
        first = self.shell(line)
        self.assertEqual(counts_of(first), types_of(self.public))
        before = self.broker.committed('aduan.public.public.db', 'aduan.public')
        self.assertGreaterEqual(before, len(self.public))
        self.assertEqual(self.shell(line), first)

        gone = self.public[:5]
        self.take_back(gone)
        self.addCleanup(self.tell_again, gone)
        left = types_of(self.public) - types_of(gone)
        self.assertEqual(counts_of(self.shell(line)), left)
        self.assertGreater(self.broker.committed('aduan.public.public.db', 'aduan.public'), before)

        # Under the old group, but with nothing kept: all of it again.
        os.remove(os.path.join(self.home, 'public.db'))
        self.assertEqual(counts_of(self.shell(line)), left)

    def tell_again(self, records):
        self.teller.begin_transaction()
        send(self.teller, 'aduan.public', records)
        self.teller.commit_transaction()

    def test_javascript_follows_and_goes_on_where_it_stopped(self):
        every_id = {json.loads(value)['id'] for _, _, value in self.events}
        first = self.follow('aduan.events', lambda lines: len(lines) >= 200)
        known = set(map(id_of, first))
        self.assertLess(len(known), len(every_id))
        rest = self.follow('aduan.events',
                           lambda lines: known | set(map(id_of, lines)) >= every_id)
        self.assertEqual(known | set(map(id_of, rest)), every_id)
        self.assertEqual(known & set(map(id_of, rest)), set())

    def test_javascript_tells_what_is_taken_back(self):
        self.take_back(self.public[-1:])
        self.addCleanup(self.tell_again, self.public[-1:])
        line = f'{self.public[-1][1]} taken back'
        self.assertIn('follow.mjs $BROKERS aduan.public', readme_line('follow.mjs'))
        told = self.follow('aduan.public', lambda lines: line in lines)
        self.assertEqual([each for each in told if 'aborted' in each], [])
        self.assertRegex(told[0], r'^\w{10}/\d{10} \S+Z aduan\.complaint\.\w+\.v1 \w{5}-\w{5}-1 ')

    def test_kcat_counts_what_was_sent(self):
        told = self.shell(readme_line('kcat'))
        counted = {name: int(number) for number, name in
                   re.findall(r'(\d+) "type":"(\S+)"', told)}
        self.assertEqual(set(counted), set(types_of(self.public)))
        for name, number in types_of(self.public).items():
            self.assertGreaterEqual(counted[name], number)

    def test_duckdb_finds_in_an_export_what_stats_says(self):
        self.ledger.aduan('export', '--out', os.path.join(self.home, 'export.jsonl'))
        self.assertIn('kl-kemenkes', self.shell(readme_line('duckdb')))
        with open(os.path.join(self.home, 'agencies.sql'), encoding='utf-8') as file:
            query = file.read().replace('export.jsonl', os.path.join(self.home, 'export.jsonl'))
        rows = {row[0]: row for row in duckdb.sql(query).fetchall()}
        stats = json.loads(self.ledger.aduan('--format', 'json', 'stats'))['agencies']
        self.assertEqual(set(rows), set(stats) - {'desk'})
        for agency, cases, returned, _, _, median_days in rows.values():
            told = stats[agency]
            self.assertEqual((cases, returned), (told['cases'], told['returned']), agency)
            seconds = told['median_seconds_to_first_response']
            self.assertEqual(median_days is None, seconds is None, agency)
            if seconds is not None:
                self.assertAlmostEqual(median_days, seconds / 86400, delta=0.1)


def types_of(records):
    return collections.Counter(json.loads(value)['type'] for _, _, value in records)


def counts_of(text):
    return collections.Counter({name: int(number) for number, name in
                                (line.split() for line in text.splitlines())})


def id_of(line):
    return line.split(' ', 1)[0]


if __name__ == '__main__':
    PROGRAM = os.path.abspath(sys.argv[1])
    unittest.main(argv=sys.argv[:1])
