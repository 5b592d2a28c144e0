#!/usr/bin/env python3
"""Runs the command line's scripts: each in a folder of its own, against the real program.

    run.py ADUAN SCRIPT…

A script's lines:

    # a comment
    $ COMMAND          a line of bash; `aduan` is the program, the folder is empty at the start
    NAME = $ COMMAND   the same, its output kept as $NAME for the lines after it
    exit N             the command's exit code; without this line it must be 0
    out TEXT           standard output holds TEXT
    err TEXT           standard error holds TEXT
    no TEXT            neither holds TEXT
"""
import os
import re
import subprocess
import sys
import tempfile


def steps(path):
    """(line number, variable or None, command, expectations) of a script."""
    step = None
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if not line.strip() or line.startswith("#"):
            continue
        command = re.match(r"(?:(\w+) = )?\$ (.*)", line)
        if command:
            if step:
                yield step
            step = (number, command[1], command[2], [])
            continue
        word, _, rest = line.strip().partition(" ")
        if step is None or word not in ("exit", "out", "err", "no"):
            sys.exit(f"{path}:{number}: not a line of a script: {line}")
        step[3].append((word, rest))
    if step:
        yield step


def complaints(done, expectations):
    """What is not as the script says."""
    exit_code = next((int(rest) for word, rest in expectations if word == "exit"), 0)
    if done.returncode != exit_code:
        yield f"exit {done.returncode}, not {exit_code}"
    for word, rest in expectations:
        if word == "out" and rest not in done.stdout:
            yield f"standard output lacks: {rest}"
        if word == "err" and rest not in done.stderr:
            yield f"standard error lacks: {rest}"
        if word == "no" and rest in done.stdout + done.stderr:
            yield f"it must not say: {rest}"


def run(program, path, extra=None, after=None):
    """Whether every step of the script went as it says. `extra`: more of the environment;
    `after(command, environment, folder)` is called after each step."""
    with tempfile.TemporaryDirectory(prefix="aduan-script-") as folder:
        environment = {
            "PATH": os.path.dirname(os.path.abspath(program)) + ":" + os.environ["PATH"],
            "ADUAN_LEDGER": os.path.join(folder, "ledger"),
            "LANG": "C.UTF-8",
            **(extra or {}),
        }
        for number, name, command, expectations in steps(path):
            done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True,
                                  capture_output=True, check=False)
            wrong = list(complaints(done, expectations))
            if wrong:
                print(f"{path}:{number}: $ {command}")
                print("\n".join("  " + each for each in wrong))
                print("  standard output:\n" + done.stdout + "  standard error:\n" + done.stderr)
                return False
            if name:
                environment[name] = done.stdout.strip()
            if after:
                after(command, environment, folder)
    return True


def main():
    program, scripts = sys.argv[1], sys.argv[2:]
    failed = [path for path in scripts if not run(program, path)]
    print(f"{len(scripts) - len(failed)} scripts passed, {len(failed)} failed")
    return 1 if failed or not scripts else 0


if __name__ == "__main__":
    sys.exit(main())
