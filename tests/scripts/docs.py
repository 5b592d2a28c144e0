#!/usr/bin/env python3
"""The documentation does not lie: its tours are run, its commands and links exist.

    docs.py ADUAN

A block fenced as ```sh tour is run line by line in one bash, the blocks of a file in their order. A
line may end in a comment that says what is to be seen:

    # refused: CODE    a rule refuses it, with this code
    # exit: N          its exit code
    # says: TEXT       standard output holds TEXT

Without one of the first two it must not fail. A block fenced as ```sh tour data needs
../shared/data and is left out where that is absent.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BLOCK = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Words that stand for a command's name where the text speaks of any.
ANY_COMMAND = {"COMMAND", "…"}


def pages():
    """Every page of the documentation, from the root."""
    found = [name for name in os.listdir(ROOT) if name.endswith(".md")]
    for folder, _, names in os.walk(os.path.join(ROOT, "docs")):
        found += [os.path.relpath(os.path.join(folder, name), ROOT) for name in names
                  if name.endswith(".md")]
    return sorted(found)


def text_of(page):
    with open(os.path.join(ROOT, page), encoding="utf-8") as file:
        return file.read()


def tour_commands(text, with_data):
    """(line number, command, comment) of a page's tour; a line that ends in a backslash goes on."""
    for block in BLOCK.finditer(text):
        words = block[2].split()
        if block[1] != "sh" or "tour" not in words or ("data" in words and not with_data):
            continue
        number = text.count("\n", 0, block.start()) + 1
        command = ""
        for line in block[3].splitlines():
            number += 1
            command += line
            if command.endswith("\\"):
                command = command[:-1]
                continue
            code, _, comment = command.partition(" # ")
            if code.strip() and not code.startswith("#"):
                yield number, code.strip(), comment.strip()
            command = ""


def expected(comment):
    """The exit code, what standard error and what standard output must hold."""
    refused = re.fullmatch(r"refused: (\w+)", comment)
    if refused:
        return 1, f"({refused[1]})", ""
    exits = re.match(r"exit: (\d)", comment)
    said = re.fullmatch(r"says: (.*)", comment)
    return int(exits[1]) if exits else 0, "", said[1] if said else ""


def script_of(commands):
    """One bash that runs all: what each says goes to files of its own, its exit code to `codes`."""
    lines = []
    for index, (_, command, _) in enumerate(commands):
        lines += [f"{{ {command}", f"}} > $TOUR/out.{index} 2> $TOUR/err.{index}",
                  "echo $? >> $TOUR/codes"]
    return "\n".join(lines)


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def tour_complaints(page, program):
    """What of the page's tour is not as it says."""
    with_data = os.path.isdir(os.path.join(ROOT, "../shared/data"))
    commands = list(tour_commands(text_of(page), with_data))
    with tempfile.TemporaryDirectory(prefix="aduan-tour-") as folder:
        # The reader's checkout, with the program built and the data beside it.
        home = os.path.join(folder, "aduan")
        built = os.path.join(home, "build/release/cli")
        os.makedirs(built)
        os.symlink(os.path.abspath(program), os.path.join(built, "aduan"))
        if with_data:
            os.symlink(os.path.join(ROOT, "../shared"), os.path.join(folder, "shared"))
        said = os.path.join(folder, "said")
        os.mkdir(said)
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TMPDIR": folder,
                       "TOUR": said}
        subprocess.run(["bash", "-c", script_of(commands)], cwd=home, env=environment, check=False,
                       stdin=subprocess.DEVNULL)
        codes = read(os.path.join(said, "codes")).split()
        for index, (number, command, comment) in enumerate(commands):
            code, err, out = expected(comment)
            where = f"{page}:{number}: {command}"
            if index >= len(codes):
                yield f"{where}\n  never ran"
                return
            messages = read(os.path.join(said, f"err.{index}"))
            if int(codes[index]) != code:
                yield f"{where}\n  exit {codes[index]}, not {code}: {messages}"
            if err not in messages:
                yield f"{where}\n  standard error lacks {err}: {messages}"
            shown = read(os.path.join(said, f"out.{index}"))
            if out not in shown:
                yield f"{where}\n  standard output lacks {out}:\n{shown}"


def commands_in(text):
    """The words behind `aduan` wherever a page quotes a command of it."""
    quoted = [block[3] for block in BLOCK.finditer(text) if block[1] in ("", "sh", "bash")]
    quoted += re.findall(r"`([^`\n]*(?:\n[^`\n]+)?)`", BLOCK.sub("", text))
    for code in quoted:
        for line in re.split(r"[\n|;&]|\$\(|<\(", code):
            words = line.split()
            while words and (re.match(r"\w+=", words[0]) or words[0] in ("run", "$")):
                words.pop(0)
            if not words or words[0] != "aduan":
                continue
            words.pop(0)
            while words and words[0].startswith("--"):
                if "=" not in words[0] and words[0] not in ("--help", "--version"):
                    words.pop(1 if len(words) > 1 else 0)
                words.pop(0)
            if words and words[0] not in ANY_COMMAND and not words[0].startswith("["):
                yield words


def is_command(program, words):
    """Whether the program has help on what the words begin with."""
    names = [words[:2], words[:1]] if len(words) > 1 else [words[:1]]
    if words[0] == "help":
        names = [words[1:2]]
    return any(subprocess.run([program, "help", *name], capture_output=True, check=False).returncode
               == 0 for name in names)


def page_complaints(page, program, known):
    """Commands that there are not, links that lead nowhere."""
    text = text_of(page)
    for words in commands_in(text):
        name = " ".join(words[:2])
        if name not in known:
            known[name] = is_command(program, words)
        if not known[name]:
            yield f"{page}: there is no command `aduan {name}`"
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        path = os.path.join(ROOT, os.path.dirname(page), target)
        if "://" not in target and not os.path.exists(path):
            yield f"{page}: the link to {target} leads nowhere"
    for script in re.findall(r"(?<![\w./-])scripts/[\w-]+", text):
        if not os.path.exists(os.path.join(ROOT, script)):
            yield f"{page}: there is no {script}"


def main():
    program = os.path.abspath(sys.argv[1])
    if not shutil.which("bash"):
        sys.exit("the tours need bash")
    known, complaints, tours = {}, [], 0
    for page in pages():
        complaints += page_complaints(page, program, known)
        if list(tour_commands(text_of(page), False)):
            tours += 1
            complaints += tour_complaints(page, program)
    if not os.path.isdir(os.path.join(ROOT, "../shared/data")):
        print("skipped: no ../shared/data")
    print("\n".join(complaints))
    print(f"{tours} tours, {len(known)} commands, {len(complaints)} complaints")
    return 1 if complaints or not tours else 0


if __name__ == "__main__":
    sys.exit(main())
