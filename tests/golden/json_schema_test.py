#!/usr/bin/env python3
"""Every golden sample conforms to its type's JSON Schema, a spoilt one does not, and docs/formats
names every type with its fields.

json_schema_test.py ROOT; validating needs the package jsonschema (without it exit 77, ctest's
"skipped", once the pages are checked).
"""

import json
import pathlib
import sys

SKIPPED = 77
FORMS = ('.minimal', '.confidential')
# Said once on their page: the last fields of every event of a case.
CONSEQUENCES = ('clocks', 'policy', 'breaches')
# Their fields are those of the directory's events.
DIRECTORY_COMMANDS = ('create_ledger', 'adopt', 'connect', 'rename', 'dissolve', 'define')

try:
    from jsonschema import Draft202012Validator
except ImportError:
    Draft202012Validator = None


def spoilt(sample, schema):
    """Copies of a sample that the schema must refuse: one without each required member."""
    for name in schema.get('required', []):
        yield f'without {name}', {key: value for key, value in sample.items() if key != name}
    if 'data' not in schema['properties']:
        return
    for name in schema['properties']['data'].get('required', []):
        body = {key: value for key, value in sample['data'].items() if key != name}
        yield f'without data.{name}', sample | {'data': body}
    yield 'with a number for an attribute', sample | {'further': 1}
    yield 'of another type', sample | {'type': 'aduan.complaint.sung.v1'}


def undocumented(root):
    """The types and fields that their page does not name."""
    for path in sorted((root / 'schemas/json-schema').glob('*.json')):
        kind = path.name.removesuffix('.schema.json')
        page = 'commands' if '.command.' in kind else 'events'
        text = (root / f'docs/formats/{page}.md').read_text(encoding='utf-8')
        section = text.partition(f'### `{kind}`\n')[2].partition('\n##')[0]
        schema = json.loads(path.read_text())
        body = schema['properties'].get('data', schema)['properties']
        if kind.split('.')[2] in DIRECTORY_COMMANDS and page == 'commands':
            continue
        if kind == 'aduan.directory.policy_adopted.v1':
            section = text.partition('## Policy\n')[2].partition('\n##')[0]
        if not section:
            yield f'docs/formats/{page}.md: no section `{kind}`'
        yield from (f'docs/formats/{page}.md: {kind} has no `{name}`' for name in body
                    if f'| `{name}`' not in section and name not in CONSEQUENCES)


def main():
    root = pathlib.Path(sys.argv[1])
    missing = list(undocumented(root))
    if missing:
        sys.exit('\n'.join(missing))
    if Draft202012Validator is None:
        print('the Python package jsonschema is not installed: no sample was validated')
        sys.exit(SKIPPED)
    schemas = root / 'schemas'
    failures = []
    used = set()
    samples = sorted((schemas / 'golden').glob('*.json'))
    for path in samples:
        kind = path.name.removesuffix('.json')
        for form in FORMS:
            kind = kind.removesuffix(form)
        schema = json.loads((schemas / 'json-schema' / f'{kind}.schema.json').read_text())
        used.add(kind)
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        sample = json.loads(path.read_text(encoding='utf-8'))
        failures += [f'{path.name}: {error.json_path}: {error.message}'
                     for error in validator.iter_errors(sample)]
        failures += [f'{path.name} {how}: conforms' for how, changed in spoilt(sample, schema)
                     if validator.is_valid(changed)]
    shipped = {path.name.removesuffix('.schema.json')
               for path in (schemas / 'json-schema').glob('*.json')}
    failures += [f'{kind}: no sample' for kind in sorted(shipped - used)]
    print('\n'.join(failures + [f'{len(samples)} samples, {len(failures)} failures']))
    sys.exit(1 if failures or not samples else 0)


if __name__ == '__main__':
    main()
