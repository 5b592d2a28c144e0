#!/usr/bin/env python3
"""What is published about the ledger's records is true: schemas/asyncapi.yaml and the JSON Schemas.

    contract_test.py ADUAN

The AsyncAPI document is held to its official parser, to the table of topics in the source and to
the list of schemas; the schemas, by ajv, to the events of a simulated nation and of a real import.
"""
import copy
import json
import os
import re
import sys
import tempfile
import unittest

import tools

SCHEMAS = os.path.join(tools.ROOT, 'schemas', 'json-schema')
GOLDEN = os.path.join(tools.ROOT, 'schemas', 'golden')
ASYNCAPI = os.path.join(tools.ROOT, 'schemas', 'asyncapi.yaml')
TOPICS = os.path.join(tools.ROOT, 'core', 'log', 'kafka', 'kafka_topics')
REAL = os.path.join(tools.ROOT, '..', 'shared', 'data', 'bpic2013', 'incidents_even.csv.gz')

HOUR_MS = 3_600_000
PERIODS = {'kForEver': -1, 'kDay': 24 * HOUR_MS}
DEFAULT_PARTITIONS = {'one': 1, 'as_events': 16}


def text_of(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def schema_names():
    return {name.removesuffix('.schema.json') for name in os.listdir(SCHEMAS)}


def source_topics():
    """{address: {partitions, cleanup, retention, further}} as the source's table has them."""
    header, source = text_of(TOPICS + '.h'), text_of(TOPICS + '.cpp')
    names = dict(re.findall(r'string_view (k\w+) = "(aduan[^"]+)"', header))
    names['kAgencyTopicPrefix'] += '{agency}'
    policies = dict(re.findall(r'string_view (k\w+) = "(delete|compact)"', source))
    rows = re.findall(r'(k\w+Topic\w*),\s*Partitions::(\w+),\s*("[a-z,]+"|k\w+),\s*'
                      r'(?:(\d+) \* )?(k\w+)(?:,\s*"([^"]*)")?\}', source)
    declared = int(re.search(r'std::array<TopicRule, (\d+)> kRules', source)[1]) + 1  # an agency's
    assert len(rows) == declared, f'{len(rows)} of {declared} rows of the table were understood'
    topics = {}
    for name, partitions, policy, times, period, further in rows:
        retention = PERIODS[period] * int(times or 1)
        settings = dict(pair.split('=') for pair in further.split())
        topics[names[name]] = {
            'partitions': DEFAULT_PARTITIONS[partitions],
            'cleanup': set(policies.get(policy, policy).strip('"').split(',')),
            'retention': retention,
            'tombstones': int(settings.get('delete.retention.ms', -1)),
        }
    return topics


def published_topics(channels):
    topics = {}
    for channel in channels:
        settings = channel['kafka']['topicConfiguration']
        topics[channel['address']] = {
            'partitions': channel['kafka']['partitions'],
            'cleanup': set(settings['cleanup.policy']),
            'retention': settings['retention.ms'],
            'tombstones': settings.get('delete.retention.ms', -1),
        }
    return topics


def read_asyncapi(path, folder):
    script = tools.beside_packages(os.path.join(tools.HERE, 'asyncapi.mjs'), folder)
    return json.loads(tools.run('node', script, path))


class Folder(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='aduan-contract-')
        self.addCleanup(folder.cleanup)
        self.folder = folder.name


class AsyncApi(Folder):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory(prefix='aduan-contract-') as folder:
            cls.said = read_asyncapi(ASYNCAPI, folder)

    def test_is_read_by_the_official_parser_without_a_word(self):
        self.assertEqual(self.said['problems'], [])
        self.assertIn('followAgency', self.said['operations'])

    def test_has_the_topics_of_the_source_with_their_settings(self):
        self.assertEqual(published_topics(self.said['channels']), source_topics())

    def test_points_at_each_schema_once_and_says_its_type(self):
        named = re.findall(r'\./json-schema/(\S+?)\.schema\.json', text_of(ASYNCAPI))
        self.assertEqual(sorted(named), sorted(schema_names()))
        messages = [name for channel in self.said['channels'] for name in channel['messages']]
        self.assertLessEqual(schema_names(), set(messages))

    def test_has_each_type_in_the_topic_that_holds_it(self):
        families = {'aduan.events': 'aduan.complaint.', 'aduan.directory': 'aduan.directory.',
                    'aduan.commands': 'aduan.command.'}
        for channel in self.said['channels']:
            family = families.get(channel['address'])
            if family:
                expected = {name for name in schema_names() if name.startswith(family)}
                self.assertEqual(set(channel['messages']), expected)

    def test_the_parser_complains_of_a_broken_document(self):
        broken = os.path.join(self.folder, 'broken.yaml')
        with open(broken, 'w', encoding='utf-8') as file:
            file.write(text_of(ASYNCAPI).replace('./json-schema/', './nowhere/', 1)
                       .replace('./json-schema/', SCHEMAS + '/'))
        self.assertNotEqual(read_asyncapi(broken, self.folder)['problems'], [])


class JsonSchemas(Folder):
    def verdicts(self, values):
        """{schema: {accepted, refused, why}} of (schema, value)."""
        script = tools.beside_packages(os.path.join(tools.HERE, 'schemas.mjs'), self.folder)
        lines = '\n'.join(json.dumps({'schema': name, 'value': value}) for name, value in values)
        return json.loads(tools.run('node', script, SCHEMAS, stdin=lines))

    def assert_all_accepted(self, verdicts):
        self.assertEqual({name: said['why'] for name, said in verdicts.items() if said['refused']},
                         {})

    def test_accept_every_type_of_event_of_a_nation_and_refuse_it_damaged(self):
        ledger = tools.simulated(PROGRAM, self.folder)
        events = [read['event'] for _, read in ledger.lines()]
        verdicts = self.verdicts((event['type'], event) for event in events)
        self.assert_all_accepted(verdicts)
        every_type = {name for name in schema_names() if not name.startswith('aduan.command.')}
        self.assertEqual(set(verdicts), every_type)
        samples = {event['type']: event for event in events}
        damaged = [each for event in samples.values() for each in damages(event)]
        for name, said in self.verdicts(damaged).items():
            self.assertEqual(said['accepted'], 0, name)

    def test_accept_every_event_of_a_real_import(self):
        if not os.path.exists(REAL):
            print('skipped: no ../shared/data')
            return
        ledger = tools.Ledger(PROGRAM, self.folder, 'real')
        ledger.aduan('import', '--map', 'bpic2013', REAL)
        verdicts = self.verdicts((read['event']['type'], read['event'])
                                 for _, read in ledger.lines())
        self.assert_all_accepted(verdicts)
        self.assertGreater(verdicts['aduan.complaint.submitted.v1']['accepted'], 1000)

    def test_accept_every_golden_sample(self):
        samples = []
        for name in sorted(os.listdir(GOLDEN)):
            if name.endswith('.json'):
                kind = re.match(r'aduan\.[a-z]+\.[a-z_]+\.v\d+', name)[0]
                samples.append((kind, json.loads(text_of(os.path.join(GOLDEN, name)))))
        verdicts = self.verdicts(samples)
        self.assert_all_accepted(verdicts)
        self.assertEqual(set(verdicts), schema_names())


def damages(event):
    """What no schema of this event's type may accept: each required part missing, wrong forms."""
    with open(os.path.join(SCHEMAS, event['type'] + '.schema.json'), encoding='utf-8') as file:
        schema = json.load(file)
    for name in schema['required']:
        yield event['type'], {key: value for key, value in event.items() if key != name}
    for name in schema['properties']['data'].get('required', ()):
        damaged = copy.deepcopy(event)
        del damaged['data'][name]
        yield event['type'], damaged
    for name, value in (('sequence', '0000000000'), ('sequence', 7), ('type', 'aduan.other.v1'),
                        ('subject', 'ILOU'), ('data', []), ('time', '2014-12-19 03:04')):
        yield event['type'], event | {name: value}


if __name__ == '__main__':
    PROGRAM = os.path.abspath(sys.argv[1])
    tools.require_node()
    unittest.main(argv=sys.argv[:1], verbosity=2)
