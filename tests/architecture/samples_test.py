#!/usr/bin/env python3
"""Proves that every rule of architecture.py bites: each file of samples/ is a small tree.

A sample's first lines say what it shows; `== PATH` begins a file of the tree. A line that must be
a breach ends in a mark, `!! rule` (two where two rules bite), and the tree has no other breach.
The mark is cut off before the rules look; `!!` at the end of a `== PATH` line means line 1.
"""

import pathlib
import re
import sys
import unittest

import architecture

SAMPLES = pathlib.Path(__file__).resolve().parent / 'samples'
MARK = re.compile(r'\s*!! ([a-z ,]+)$')


def read_sample(text):
    """The tree of a sample, and its expected {(path, line, rule)}."""
    files, expected, path, lines = {}, set(), None, []

    def note(line, number):
        mark = MARK.search(line)
        if mark:
            expected.update((path, number, rule.strip()) for rule in mark.group(1).split(','))
        return MARK.sub('', line)

    for line in text.split('\n'):
        if line.startswith('== '):
            path, lines = MARK.sub('', line[3:]).strip(), []
            files[path] = lines
            note(line, 1)
        elif path is not None:
            lines.append(note(line, len(lines) + 1))
    tree = {path: '\n'.join(content) for path, content in files.items()}
    return architecture.Tree({path: text for path, text in tree.items() if architecture.is_ours(path)}
                             ), expected


class Samples(unittest.TestCase):
    def test_each_sample_has_exactly_the_breaches_that_it_marks(self):
        samples = sorted(SAMPLES.glob('*.txt'))
        self.assertTrue(samples)
        for sample in samples:
            with self.subTest(sample=sample.name):
                tree, expected = read_sample(sample.read_text(encoding='utf-8'))
                self.assertTrue(tree.files)
                found = {breach[:3] for breach in architecture.breaches_of(tree)}
                self.assertEqual(found, expected)
                self.assertEqual(bool(expected), sample.name.startswith('bad_'))

    def test_each_rule_has_a_bad_sample(self):
        bitten = set()
        for sample in SAMPLES.glob('bad_*.txt'):
            bitten |= {rule for _, _, rule in read_sample(sample.read_text(encoding='utf-8'))[1]}
        self.assertEqual(bitten, {'room', 'door', 'pure', 'name', 'orphan', 'long line', 'sleep',
                                  'leftover'})

    def test_each_library_has_its_door_and_no_other(self):
        for header, doors in architecture.DOORS.items():
            for room in architecture.ROOMS:
                for folder in [room] + [door for door in doors if door.startswith(room + '/')]:
                    path = f'{folder}/a.cpp'
                    tree = architecture.Tree({path: f'#include <{header}x.h>\n'})
                    open_here = room == 'tests' or architecture.is_below(path, doors)
                    self.assertEqual(list(architecture.check_doors(tree)) == [], open_here,
                                     f'{header} in {folder}')

    def test_each_arrow_between_rooms_goes_one_way(self):
        for room, lower in architecture.ROOMS.items():
            for other in lower:
                self.assertNotIn(room, architecture.ROOMS[other], f'{room} and {other}')


class LongLine(unittest.TestCase):
    def test_a_line_of_the_limit_passes_and_one_longer_fails(self):
        limit = architecture.COLUMNS_MAX
        for width, count in ((limit, 0), (limit + 1, 1)):
            # A character is a column, whatever its bytes.
            tree = architecture.Tree({'cli/a.cpp': '//' + 'é' * (width - 2) + '\n'})
            self.assertEqual(len(list(architecture.check_lines(tree))), count)


if __name__ == '__main__':
    unittest.main(verbosity=2, argv=sys.argv[:1])
