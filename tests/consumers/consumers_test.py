#!/usr/bin/env python3
"""The programs of docs/consumers, run as their README says, against a real broker.

    consumers_test.py ADUAN

The broker asks for passwords over TLS and refuses what no ACL allows. A simulated nation is
migrated to it and routed by `aduan serve`; then a transaction is aborted in `aduan.public`, and
some of it is taken back.
"""
import collections
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

import confluent_kafka.admin  # noqa: E402
import duckdb  # noqa: E402
from confluent_kafka.admin import (  # noqa: E402
    AclBinding, AclOperation, AclPermissionType, ResourcePatternType, ResourceType)

ANALYST, AGENCY_USER = 'analyst', 'agency-system'
AGENCY = 'kl-kemenkes'
AGENCY_TOPIC, AGENCY_GROUP = f'aduan.agency.{AGENCY}', f'aduan-agency.{AGENCY}'
PATIENCE_S = 60
HEADERS = [('content-type', b'application/cloudevents+json')]
ROLES = {'router': 'aduan-router', 'public': 'aduan-public'}  # and their groups


class Broker:
    """A broker in a folder of its own. It ends with this process."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, 'kafka')
        self.script = os.path.join(tools.ROOT, 'scripts', 'kafka')
        self.state = os.path.join(folder, 'state')
        self.address = tools.run(self.script, 'start', '--dir', self.folder, '--sasl', '--tls',
                                 '--acl', '--user', ANALYST, '--user', AGENCY_USER,
                                 '--while', str(os.getpid())).strip()
        self.url = f'kafka://{self.address}'

    def stop(self):
        tools.run(self.script, 'stop', '--dir', self.folder)

    def aduan(self, *words):
        return tools.run(PROGRAM, '--state', self.state, *words,
                         env=os.environ | {'ADUAN_KAFKA_CONF': self.conf('admin')})

    def let_read(self, user, topics, groups):
        """Into the topics and groups whose names begin so."""
        admin = confluent_kafka.admin.AdminClient(self.settings('admin'))
        rights = [AclBinding(kind, name, ResourcePatternType.PREFIXED, f'User:{user}', '*',
                             AclOperation.READ, AclPermissionType.ALLOW)
                  for kind, name in ((ResourceType.TOPIC, topics), (ResourceType.GROUP, groups))]
        for done in admin.create_acls(rights).values():
            done.result(timeout=30)

    def conf(self, user):
        return os.path.join(self.folder, 'clients', f'{user}.conf')

    def settings(self, user):
        with open(self.conf(user), encoding='utf-8') as file:
            pairs = [line.rstrip('\n').split('=', 1) for line in file]
        return dict(pairs) | {'bootstrap.servers': self.address}

    def producer(self, **more):
        return confluent_kafka.Producer(self.settings('admin') | {
            'compression.type': 'lz4', 'enable.idempotence': True} | more)

    def consumer(self, group, topic):
        """A consumer of the group, and the topic's partitions."""
        consumer = confluent_kafka.Consumer(self.settings('admin') | {
            'group.id': group, 'enable.auto.commit': False, 'enable.partition.eof': True})
        partitions = consumer.list_topics(topic, timeout=30).topics[topic].partitions
        return consumer, [confluent_kafka.TopicPartition(topic, each, 0) for each in partitions]

    def committed(self, group, topic):
        """How far the group has come, over all partitions."""
        consumer, partitions = self.consumer(group, topic)
        offsets = [each.offset for each in consumer.committed(partitions, timeout=30)]
        consumer.close()
        return sum(offset for offset in offsets if offset > 0)

    def records(self, topic):
        """(partition, key, value) of all that was committed to the topic."""
        consumer, partitions = self.consumer('nobody', topic)
        consumer.assign(partitions)
        ends = 0
        while ends < len(partitions):
            message = consumer.poll(PATIENCE_S)
            if message.error():
                ends += 1
            else:
                yield message.partition(), message.key().decode(), message.value()
        consumer.close()

    def serve(self, roles, records):
        """Runs these roles until they have taken so many records of the events."""
        words = [PROGRAM, '--ledger', self.url, '--state', self.state, 'serve', '--roles',
                 ','.join(roles)]
        process = subprocess.Popen(words, env=os.environ | {
            'ADUAN_KAFKA_CONF': self.conf('admin')}, stderr=subprocess.PIPE, text=True)
        watchdog = threading.Timer(PATIENCE_S, process.kill)
        watchdog.start()
        while process.poll() is None and any(
                self.committed(group, 'aduan.events') < records for group in roles.values()):
            pass
        process.terminate()
        said = process.communicate()[1]
        watchdog.cancel()
        assert process.returncode == 0, f'serve: exit {process.returncode}\n{said}'


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
        cls.broker = Broker(folder.name)
        cls.addClassCleanup(cls.broker.stop)
        cls.broker.aduan('migrate', '--from', cls.ledger.folder, '--to', cls.broker.url)
        cls.broker.aduan('--ledger', cls.broker.url, 'agency', 'grant', AGENCY, '--principal',
                         AGENCY_USER)
        cls.broker.let_read(ANALYST, 'aduan.', 'analyst-')
        cls.events = list(cls.broker.records('aduan.events'))
        cls.broker.serve(ROLES, len(cls.events))
        cls.tell()
        cls.addClassCleanup(delattr, cls, 'teller')  # before its broker is stopped

        # The reader's folder: the programs as they are, with what the README has him install.
        cls.home = os.path.join(folder.name, 'consumers')
        shutil.copytree(tools.CONSUMERS, cls.home,
                        ignore=shutil.ignore_patterns('node_modules', 'venv'))
        os.symlink(os.path.join(tools.NODE_TOOLS, 'node_modules'),
                   os.path.join(cls.home, 'node_modules'))
        os.symlink(os.path.dirname(os.path.dirname(tools.PYTHON)), os.path.join(cls.home, 'venv'))
        cls.environment = os.environ | {
            'BROKERS': cls.broker.address, 'KAFKA_CONF': cls.broker.conf(ANALYST),
            'KCAT_CONFIG': cls.broker.conf(ANALYST)}

    @classmethod
    def tell(cls):
        cls.public = list(cls.broker.records('aduan.public'))
        cls.agency = list(cls.broker.records(AGENCY_TOPIC))
        teller = cls.broker.producer(**{'transactional.id': 'teller'})
        teller.init_transactions()
        teller.begin_transaction()
        send(teller, 'aduan.public', [(0, 'aborted', b'{"type":"aduan.aborted"}')])
        teller.abort_transaction()
        cls.teller = teller

    def tell_again(self, records, topic='aduan.public'):
        self.teller.begin_transaction()
        send(self.teller, topic, records)
        self.teller.commit_transaction()

    def take_back(self, records):
        self.tell_again([(partition, key, None) for partition, key, _ in records])

    def shell(self, line):
        return tools.run('bash', '-o', 'pipefail', '-c', line, cwd=self.home,
                         env=self.environment, timeout=PATIENCE_S)

    def follow(self, topic, enough, group='analyst-follow', user=ANALYST):
        """The lines of follow.mjs until `enough(lines)`; then it is asked to stop."""
        process = subprocess.Popen(
            ['node', 'follow.mjs', self.broker.address, topic, group], text=True, cwd=self.home,
            env=self.environment | {'KAFKA_CONF': self.broker.conf(user)}, stdout=subprocess.PIPE)
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
        values = [(value or b'null').decode() for _, _, value in self.public + self.agency]
        lines = '\n'.join(f'{{"schema":"derived","value":{value}}}' for value in values + ['{}'])
        verdict = json.loads(tools.run('node', script, folder, stdin=lines))['derived']
        self.assertEqual((verdict['accepted'], verdict['refused']), (len(values), 1))

    def test_the_public_topic_has_what_an_export_for_the_public_has(self):
        exported = self.ledger.lines('--as', 'analyst:a-1')
        expected = {read['event']['id'] for _, read in exported if read['case']}
        self.assertEqual({key for _, key, _ in last_values(self.public)}, expected)

    def test_python_counts_goes_on_and_drops_what_is_taken_back(self):
        line = readme_line('count.py')
        first = self.shell(line)
        self.assertEqual(counts_of(first), types_of(self.public))
        before = self.broker.committed('analyst-count', 'aduan.public')
        self.assertGreaterEqual(before, len(self.public))
        self.assertEqual(self.shell(line), first)

        gone = last_values(self.public)[:5]
        self.take_back(gone)
        self.addCleanup(self.tell_again, gone)
        left = types_of(self.public) - types_of(gone)
        self.assertEqual(counts_of(self.shell(line)), left)
        self.assertGreater(self.broker.committed('analyst-count', 'aduan.public'), before)

        # Under the old group, but with nothing kept: all of it again.
        os.remove(os.path.join(self.home, 'public.db'))
        self.assertEqual(counts_of(self.shell(line)), left)

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
        gone = last_values(self.public)[-1:]
        self.take_back(gone)
        self.addCleanup(self.tell_again, gone)
        line = f'{gone[0][1]} taken back'
        self.assertEqual(readme_line('follow.mjs'),
                         'node follow.mjs $BROKERS aduan.public analyst-follow')
        told = self.follow('aduan.public', lambda lines: line in lines)
        told = [each for each in told if not each.endswith(' taken back')]
        self.assertEqual([each for each in told if 'aborted' in each], [])
        self.assertRegex(told[0], r'^\w{10}/\d{10} \S+Z aduan\.complaint\.\w+\.v1 \w{5}-\w{5}-\S ')

    def count_as_agency(self, topic, group, exits=0):
        return tools.run(tools.PYTHON, 'count.py', self.broker.address, topic, group,
                         f'{topic}.{group}.db', '--once', cwd=self.home, exits=exits,
                         env=self.environment | {'KAFKA_CONF': self.broker.conf(AGENCY_USER)})

    def test_an_agency_reads_its_topic_in_its_group_and_nothing_else(self):
        self.assertGreater(len(self.agency), 0)
        counted = self.count_as_agency(AGENCY_TOPIC, AGENCY_GROUP)
        self.assertEqual(counts_of(counted), types_of(self.agency))
        self.count_as_agency('aduan.public', AGENCY_GROUP, exits=1)
        self.count_as_agency(AGENCY_TOPIC, 'analyst-count', exits=1)
        # Where the one program has come, the other goes on.
        again = last_values(self.agency)[:1]
        self.tell_again(again, AGENCY_TOPIC)
        told = self.follow(AGENCY_TOPIC, len, AGENCY_GROUP, AGENCY_USER)
        self.assertEqual(list(map(id_of, told)), [again[0][1]])

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
    """Of the last values of each key."""
    last = {key: value for _, key, value in records}
    return collections.Counter(json.loads(value)['type'] for value in last.values() if value)


def last_values(records):
    """Without those that were taken back, in the order of their first coming."""
    last = {key: (partition, key, value) for partition, key, value in records}
    return [record for record in last.values() if record[2]]


def counts_of(text):
    return collections.Counter({name: int(number) for number, name in
                                (line.split() for line in text.splitlines())})


def id_of(line):
    return line.split(' ', 1)[0]


if __name__ == '__main__':
    PROGRAM = os.path.abspath(sys.argv[1])
    unittest.main(argv=sys.argv[:1], verbosity=2)
