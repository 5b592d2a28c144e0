"""Keeps a table of a derived topic's events, and counts them by type.

    python3 count.py HOST:PORT TOPIC GROUP TABLE [--once]

TOPIC   aduan.public, or aduan.agency.<id>
GROUP   one's own; an agency's system is granted aduan-agency.<id>
TABLE   an SQLite file, made where there is none
--once  stop at the end of the topic; else it follows until it is interrupted

KAFKA_CONF names a file of librdkafka's settings (users, passwords, certificates): `name=value`.
Goes on where it stopped: an offset is committed after the table has what it brought, and what comes
again after a crash replaces the row of the same key. A new table begins at the beginning.
"""
import json
import os
import signal
import sqlite3
import sys

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException


def settings(path):
    lines = open(path, encoding='utf-8') if path else ()
    return dict(line.strip().split('=', 1) for line in lines if '=' in line)


def keep(table, message):
    """The last value of a key counts. None: it was taken back, so what we kept of it goes too."""
    key, value = message.key().decode(), message.value()
    if value is None:
        table.execute('DELETE FROM events WHERE id = ?', (key,))
    else:
        table.execute('REPLACE INTO events VALUES (?, ?, ?)',
                      (key, json.loads(value)['type'], value.decode()))


def main(brokers, topic, group, path, once):
    is_new = not os.path.exists(path)
    table = sqlite3.connect(path)
    table.execute('CREATE TABLE IF NOT EXISTS events (id PRIMARY KEY, type, event)')
    consumer = Consumer(settings(os.environ.get('KAFKA_CONF')) | {
        'bootstrap.servers': brokers,
        'group.id': group,
        'enable.auto.commit': False,
        'enable.partition.eof': True})

    def begin(_, partitions):
        for partition in partitions if is_new else ():
            partition.offset = OFFSET_BEGINNING
        consumer.assign(partitions)

    consumer.subscribe([topic], on_assign=begin)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    at_end = set()
    try:
        while not (once and at_end and at_end >= {p.partition for p in consumer.assignment()}):
            for message in (batch := consumer.consume(1000, timeout=1)):
                if message.error() is None:
                    keep(table, message)
                elif message.error().code() == KafkaError._PARTITION_EOF:
                    at_end.add(message.partition())
                else:
                    raise KafkaException(message.error())
            table.commit()
            if not all(message.error() for message in batch):
                consumer.commit(asynchronous=False)
    except KeyboardInterrupt:
        table.rollback()
    finally:
        consumer.close()
    for row in table.execute('SELECT count(*), type FROM events GROUP BY type ORDER BY type'):
        print(*row)


if __name__ == '__main__':
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    main(*sys.argv[1:5], once='--once' in sys.argv)
