"""C++ source as the architecture rules need it: without comments and literals, line by line."""

import re

_TOKEN = re.compile(
    r'''
    (?P<raw>\b(?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")
  | (?P<line>//[^\n]*)
  | (?P<block>/\*.*?\*/)
  | (?P<include>^[ \t]*\#[ \t]*include[^\n]*)
  | (?P<text>"(?:\\.|[^"\\\n])*")
  | (?P<char>(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+')
    ''',
    re.VERBOSE | re.DOTALL | re.MULTILINE)


def _blank(text):
    """As many line ends as `text` has, and a space for the rest of each line."""
    return re.sub(r'[^\n]+', ' ', text)


def code_only(text):
    """`text` with comments and literals blanked; every line keeps its number. #include lines stay
    out as well: `includes` reads them."""
    return _TOKEN.sub(lambda match: _blank(match.group(0)), text)


def includes(text):
    """(line, target, quoted) of every #include outside a comment."""
    found = []
    for match in _TOKEN.finditer(text):
        if not match.group('include'):
            continue
        target = re.search(r'include\s*(?:"([^"]+)"|<([^>]+)>)', match.group(0))
        if target:
            line = text.count('\n', 0, match.start()) + 1
            found.append((line, target.group(1) or target.group(2), bool(target.group(1))))
    return found


def raw_string_lines(text):
    """The numbers of the lines that a raw string touches: no formatter can break those."""
    lines = set()
    for match in _TOKEN.finditer(text):
        if match.group('raw'):
            first = text.count('\n', 0, match.start()) + 1
            lines.update(range(first, first + match.group('raw').count('\n') + 1))
    return lines


_TYPE = re.compile(r'\b(?:class|struct|union|concept|enum(?:\s+(?:class|struct))?)\s+'
                   r'(?:\[\[[^\]]*\]\]\s*)?(?:\w+::)*(\w+)|\busing\s+(\w+)\s*=')
_CALLED = re.compile(r'((?:\w+\s*::\s*)*)(~?\w+)\s*\(')
_LAMBDA = re.compile(r'\bauto\s+(\w+)\s*=\s*\[')
# What may stand between the start of a statement and the name of a function that it declares.
_BEFORE_A_NAME = re.compile(r'[\w\s:<>,*&\[\]]*[\w>*&\]]\s*$')
_NOT_A_TYPE = {'return', 'co_return', 'throw', 'new', 'delete', 'else', 'case', 'goto', 'operator',
               'sizeof', 'not', 'and', 'or', 'do', 'using', 'namespace'}


def declared_types(code):
    """(line, name) of every type that blanked code declares or defines."""
    return [(code.count('\n', 0, match.start()) + 1, match.group(1) or match.group(2))
            for match in _TYPE.finditer(code)]


def declared_functions(code):
    """(line, name) of every function that blanked code declares or defines, named lambdas too.

    A name before `(` is declared, not called, when only a type stands before it in its statement.
    """
    code = re.sub(r'^[ \t]*#(?:\\\n|[^\n])*', lambda m: _blank(m.group(0)), code, flags=re.MULTILINE)
    code = re.sub(r'\b(?:public|private|protected)\s*:(?!:)', lambda m: ' ' * len(m.group(0)), code)
    code = re.sub(r'\btemplate\s*<[^;{}()]*?>(?=\s*(?:[\w\[:]))', lambda m: _blank(m.group(0)), code)
    found = []
    for match in _CALLED.finditer(code):
        start = max(code.rfind(mark, 0, match.start()) for mark in ';{}') + 1
        before = code[start:match.start()]
        words = set(re.findall(r'\w+', before))
        if before.strip() and _BEFORE_A_NAME.match(before) and not words & _NOT_A_TYPE:
            found.append((code.count('\n', 0, match.start(2)) + 1, match.group(2)))
    for match in _LAMBDA.finditer(code):
        found.append((code.count('\n', 0, match.start()) + 1, match.group(1)))
    return found


def words_of(name):
    """The words of a snake_case, CamelCase or kPascalCase name, in lower case."""
    words = re.findall(r'[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+', name)
    return [word.lower() for word in words]
