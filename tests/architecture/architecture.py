#!/usr/bin/env python3
"""The project's structure as a test: architecture.py ROOT prints each breach and exits 1.

DESIGN's one-way rooms and one door a library, the pure domain, names, sizes. The tables come
first; samples/ holds, for each rule, a small tree that must break it (samples_test.py).
"""

import pathlib
import re
import sys

import cpp_text

# Each room may include itself and these. A room is a folder with all below it, the longest match.
_CORE = ['core/base', 'schemas', 'core/complaint', 'core/log', 'core/privacy', 'core/privacy/kafka',
         'core/proof', 'core/ledger']
ROOMS = {
    'core/base': [],
    'schemas': ['core/base'],
    'core/complaint': ['core/base', 'schemas'],
    'core/log': ['core/base', 'schemas'],
    'core/privacy': ['core/base', 'schemas'],
    # The one key store that needs a log: Kafka's topic of keys.
    'core/privacy/kafka': ['core/base', 'schemas', 'core/log', 'core/privacy'],
    'core/proof': ['core/base', 'schemas'],
    'core/ledger': ['core/base', 'schemas', 'core/complaint', 'core/log', 'core/privacy'],
    # core/ledger: its CaseStore and its fold, which the store stands behind. Not core/privacy:
    # projections never see plaintext or a key.
    'projections': ['core/base', 'schemas', 'core/complaint', 'core/log', 'core/ledger'],
    'consumers': _CORE + ['projections'],
    'cli': _CORE + ['projections', 'consumers'],
    'tests': _CORE + ['projections', 'consumers', 'cli'],
}

# A third-party header (by its beginning) may be included below these folders; the tests may
# include any, since they damage what lies behind a door.
DOORS = {
    'openssl/': ['core/base', 'core/privacy', 'core/proof'],
    'rocksdb/': ['core/log/rocks', 'core/privacy/rocks', 'projections/store'],
    'librdkafka/': ['core/log/kafka'],
    'simdjson': ['schemas'],
    'cereal/': ['schemas'],
    'boost/outcome': ['core/base'],
    'boost/program_options': ['cli'],
    # A fast hash table; never where order could reach a record or a row.
    'boost/unordered': ['core/ledger', 'core/log', 'projections', 'consumers', 'cli'],
    'fmt/': ['schemas', 'core', 'projections', 'consumers', 'cli'],
    'spdlog/': ['consumers', 'cli'],
    'prometheus/': ['consumers'],
    'toml++/': ['cli'],
    'pugixml': ['cli'],
    'zlib': ['cli'],
    'date/': ['cli'],
    'csv.h': ['cli'],
    'gtest/': [],
    'gmock/': [],
    'rapidcheck': [],
    'benchmark/': [],
}
SYSTEM_HEADER = re.compile(
    r'[a-z_0-9]+'  # the standard library's
    r'|(?:dirent|errno|fcntl|poll|pthread|signal|spawn|stdlib|termios|threads|time|unistd)\.h'
    r'|[a-z]*intrin\.h'
    r'|(?:sys|linux|netinet|arpa)/[a-z_0-9]+\.h')

# The domain is told the time, the ids and the keys, and walks nothing in an order of chance.
PURE_ROOM = 'core/complaint'
PURE_INCLUDES = {
    'condition_variable', 'cstdio', 'cstdlib', 'ctime', 'filesystem', 'fstream', 'future',
    'iostream', 'mutex', 'random', 'shared_mutex', 'thread', 'unordered_map', 'unordered_set',
    'core/base/random.h',
}
PURE_TOKENS = re.compile(
    r'\b(?:system_clock|steady_clock|high_resolution_clock|SystemClock|now\s*\(|s?rand\s*\('
    r'|random_device|mt19937(?:_64)?|SystemRandom|RandomSource|getenv|cout|cerr|cin|printf|fprintf'
    r'|fopen|ifstream|ofstream|unordered_\w+|time\s*\(|localtime\w*|gmtime\w*|this_thread)')

# Words that say nothing, in the name of a type, a function, a file or a folder …
BANNED_WORDS = {'manager', 'managers', 'helper', 'helpers', 'util', 'utils', 'common', 'data', 'info'}
# … and verbs that promise nothing, at the front of a function's name.
BANNED_VERBS = {'handle', 'perform', 'do'}
# Names that the standard library gives, and a term of the law that the domain speaks of.
GIVEN_NAMES = {'data'}
GIVEN_TERM = re.compile(r'personal_data|PersonalData')

COLUMNS_MAX = 100
SLEEP = re.compile(r'\b(?:sleep_for|sleep_until|u?sleep\s*\(|nanosleep)')
SCRIPT_SLEEP = re.compile(r'\btime\.sleep\b|^\s*sleep\s+[\d.$]')
LEFTOVER = re.compile(r'\b(?:TODO|FIXME)\b')

CPP = ('.h', '.cpp')
TEXT = CPP + ('.py', '.cmake', '.sh')
SCANNED = tuple(sorted({room.split('/')[0] for room in ROOMS} | {'cmake', 'scripts', '.ci'}))
# The rules' own words stand in these.
UNSCANNED = ('tests/architecture/',)


class Tree:
    """The files that the rules look at, by path from the root: read from disk, or given."""

    def __init__(self, files):
        self.files = dict(sorted(files.items()))

    @classmethod
    def at(cls, root):
        root = pathlib.Path(root)
        paths = [path for top in SCANNED for path in (root / top).rglob('*')]
        paths.append(root / 'CMakeLists.txt')
        files = {}
        for path in paths:
            name = path.relative_to(root).as_posix()
            if is_ours(name) and path.is_file():
                files[name] = path.read_text(encoding='utf-8', errors='replace')
        return cls(files)

    def cpp(self):
        return [(path, text) for path, text in self.files.items() if path.endswith(CPP)]


def is_ours(path):
    """Whether the rules look at a file: source, CMake and scripts, no data."""
    if path.startswith(UNSCANNED) and not path.endswith('CMakeLists.txt'):
        return False
    name = path.rsplit('/', 1)[-1]
    return (name.endswith(TEXT) or name == 'CMakeLists.txt'
            or path.startswith(('scripts/', '.ci/')) and '.' not in name)


def room_of(path):
    rooms = [room for room in ROOMS if path.startswith(room + '/')]
    return max(rooms, key=len) if rooms else None


def is_below(path, folders):
    return any(path.startswith(folder + '/') for folder in folders)


def check_rooms(tree):
    for path, text in tree.cpp():
        room = room_of(path)
        if room is None:
            yield path, 1, 'room', 'is in no room; the rooms are the table in architecture.py'
            continue
        for line, target, quoted in cpp_text.includes(text):
            if not quoted:
                continue
            other = room_of(target)
            if other is None:
                yield path, line, 'room', f'"{target}" is no path from the root into a room'
            elif other != room and other not in ROOMS[room]:
                yield path, line, 'room', f'{room} may not include {other} ("{target}")'


def check_doors(tree):
    for path, text in tree.cpp():
        if room_of(path) == 'tests':
            continue
        for line, target, quoted in cpp_text.includes(text):
            if quoted or SYSTEM_HEADER.fullmatch(target):
                continue
            door = next((door for door in DOORS if target.startswith(door)), None)
            if door is None:
                yield path, line, 'door', f'<{target}> has no door; see DOORS in architecture.py'
            elif not is_below(path, DOORS[door]):
                yield path, line, 'door', f'<{target}> only in {", ".join(DOORS[door]) or "tests"}'


def check_pure(tree):
    for path, text in tree.cpp():
        if room_of(path) != PURE_ROOM:
            continue
        for line, target, _ in cpp_text.includes(text):
            if target in PURE_INCLUDES:
                yield path, line, 'pure', f'the domain includes "{target}"'
        for line, code in enumerate(cpp_text.code_only(text).split('\n'), 1):
            for match in PURE_TOKENS.finditer(code):
                yield path, line, 'pure', f'the domain uses `{match.group(0)}`'


def words_that_say_nothing(name, is_function=False):
    if name in GIVEN_NAMES:
        return set()
    words = cpp_text.words_of(GIVEN_TERM.sub('X', name))
    verbs = set(words[:1]) & BANNED_VERBS if is_function else set()
    return set(words) & BANNED_WORDS | verbs


def check_names(tree):
    for path in tree.files:
        if is_below(path, ROOMS):
            for part in path.split('/'):
                for word in words_that_say_nothing(part.split('.')[0]):
                    yield path, 1, 'name', f'"{part}" says "{word}"'
    for path, text in tree.cpp():
        code = cpp_text.code_only(text)
        for line, name in cpp_text.declared_types(code):
            for word in words_that_say_nothing(name):
                yield path, line, 'name', f'type {name} says "{word}"'
        for line, name in cpp_text.declared_functions(code):
            for word in words_that_say_nothing(name, is_function=True):
                yield path, line, 'name', f'function {name} says "{word}"'


def check_orphans(tree):
    lists = {}
    for path, text in tree.files.items():
        if path.endswith('CMakeLists.txt'):
            lists[path] = re.sub(r'#[^\n]*', '', text)
    for path, text in lists.items():
        for line, code in enumerate(text.split('\n'), 1):
            if re.search(r'\bGLOB', code):
                yield path, line, 'orphan', 'lists files by GLOB: list them by hand, sorted'
    listed = {(path[:-len('CMakeLists.txt')] + word)
              for path, text in lists.items() for word in re.split(r'[\s()"]+', text)}
    for path, _ in tree.cpp():
        if path not in listed:
            yield path, 1, 'orphan', 'is listed in no CMakeLists.txt'


def check_lines(tree):
    for path, text in tree.files.items():
        raw = cpp_text.raw_string_lines(text) if path.endswith(CPP) else set()
        for line, content in enumerate(text.split('\n'), 1):
            if len(content) > COLUMNS_MAX and line not in raw:
                yield path, line, 'long line', f'{len(content)} columns; at most {COLUMNS_MAX}'


def check_sleep(tree):
    for path, text in tree.files.items():
        if not path.startswith('tests/'):
            continue
        pattern, content = SCRIPT_SLEEP, text
        if path.endswith(CPP):
            pattern, content = SLEEP, cpp_text.code_only(text)
        for line, code in enumerate(content.split('\n'), 1):
            if pattern.search(code):
                yield path, line, 'sleep', 'a test sleeps: wait on a condition, or move the clock'


def check_leftovers(tree):
    for path, text in tree.files.items():
        for line, content in enumerate(text.split('\n'), 1):
            if LEFTOVER.search(content):
                yield path, line, 'leftover', 'unfinished work: do it, or file an issue'


RULES = [check_rooms, check_doors, check_pure, check_names, check_orphans, check_lines, check_sleep,
         check_leftovers]


def breaches_of(tree):
    """(path, line, rule, what) of every breach, in the order of the files."""
    return sorted({breach for rule in RULES for breach in rule(tree)})


def main():
    if len(sys.argv) != 2:
        sys.exit('usage: architecture.py ROOT')
    tree = Tree.at(sys.argv[1])
    breaches = breaches_of(tree)
    for path, line, rule, what in breaches:
        print(f'{path}:{line}: {rule}: {what}')
    print(f'{len(tree.files)} files, {len(breaches)} breaches')
    sys.exit(1 if breaches or not tree.cpp() else 0)


if __name__ == '__main__':
    main()
