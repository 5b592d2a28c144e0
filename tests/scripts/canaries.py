#!/usr/bin/env python3
"""No plaintext leaks: every text that a command seals is a word of its own here, and none of these
words may stand in a file of the ledger, in a message, or in what an operator's commands print.

    canaries.py ADUAN
"""
import os
import random
import re
import string
import subprocess
import sys
import tempfile

CHOICE = random.Random(1708)
CANARIES = {}  # word -> where it was put
FAILURES = []


def canary(where):
    """A word that no compression shortens and nothing else contains."""
    word = "".join(CHOICE.choices(string.ascii_letters + string.digits, k=24))
    CANARIES[word] = where
    return word


def found_in(text):
    return [f"{word} ({where})" for word, where in CANARIES.items() if word in text]


class Program:
    """The command line, on one ledger."""

    def __init__(self, path, folder):
        self.path = path
        self.environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8",
                            "ADUAN_LEDGER": os.path.join(folder, "ledger"), "HOME": folder}
        self.folder = folder

    def run(self, *words, exit_code=0, shows=False):
        """Runs it; `shows`: its output may hold texts, its messages never."""
        done = subprocess.run([self.path, *words], cwd=self.folder, env=self.environment,
                              capture_output=True, check=False)
        out, err = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
        name = " ".join(words[:2])
        if exit_code is not None and done.returncode != exit_code:
            FAILURES.append(f"{name}: exit {done.returncode}, not {exit_code}: {err}")
        for what, text in (("messages", err), *(() if shows else (("output", out),))):
            for leaked in found_in(text):
                FAILURES.append(f"the {what} of `{name}` hold {leaked}")
        return out

    def submit(self, *words):
        out = self.run("submit", "--as", "reporter", "--text", canary("submit text"),
                       "--title", canary("title"), "--location", canary("location"),
                       "--name", canary("name"), "--contact", canary("contact"),
                       "--id-number", canary("id-number"), "--reference", canary("reference"),
                       "--format", "json", *words)
        return re.search('"tracking":"([^"]*)', out)[1]

    def say(self, command, case, actor, *words, exit_code=0):
        """A command on a case whose words with a leading `@` are canaries."""
        put = [canary(f"{command} {word[1:]}") if word.startswith("@") else word for word in words]
        self.run(command, case, "--as", actor, *put, exit_code=exit_code)


DESK, OTHER = "verifier:desk/v-1", "verifier:desk/v-2"
WORKS = "agency:kl-kemenpupr/o-1"


def to_works(aduan, case):
    aduan.say("verify", case, DESK, "--category", "2014-infrastruktur", "--note", "@note")
    aduan.say("forward", case, DESK, "--to", "kl-kemenpupr", "--note", "@note")


def every_command(aduan):
    """A history in which each command with a text is accepted once; the cases."""
    life = aduan.submit("--channel", "sms")
    aduan.say("pend", life, DESK, "--question", "@question")
    aduan.say("supplement", life, "reporter", "--text", "@text")
    to_works(aduan, life)
    aduan.say("comment", life, DESK, "--text", "@text", "--internal")
    aduan.say("comment", life, "citizen:c-1", "--text", "@text")
    aduan.say("note", life, WORKS, "--text", "@text")
    aduan.say("start", life, WORKS)
    aduan.say("escalate", life, DESK, "--to", "overseer", "--reason", "deadline", "--note", "@note")
    aduan.say("respond", life, WORKS, "--final", "--text", "@text")
    aduan.say("reply", life, "reporter", "--text", "@text")
    aduan.say("close", life, DESK, "--basis", "by_ruling", "--note", "@note")
    aduan.say("rate", life, "reporter", "--stars", "2", "--comment", "@comment")
    aduan.say("reopen", life, "reporter", "--reason", "not_solved", "--text", "@text")
    aduan.say("rule", life, "overseer:o-1", "--to", "kl-kemenkes", "--reasons", "@reasons")
    aduan.say("withdraw", life, "reporter", "--note", "@note")
    aduan.say("reopen", life, DESK, "--reason", "other", "--note", "@note")

    returned = aduan.submit("--confidential", "--anonymous")
    to_works(aduan, returned)
    aduan.say("return", returned, WORKS, "--reason", "wrong_region", "--note", "@note")
    archived = aduan.submit("--kind", "whistleblowing")
    aduan.say("archive", archived, DESK, "--reason", "unclear", "--explanation", "@explanation")
    aduan.say("appeal", archived, "reporter", "--text", "@text")
    aduan.say("archive", archived, OTHER, "--reason", "appeal_dismissed",
              "--explanation", "@explanation")
    merged = aduan.submit()
    aduan.say("merge", merged, DESK, "--into", life, "--note", "@note")
    return [life, returned, archived, merged]


def every_mistake(aduan, case):
    """Commands that fail in each way, with texts in them and in the wrong places."""
    aduan.say("note", case, WORKS, "--text", "@text", exit_code=1)  # not its case any more
    aduan.say("close", case, WORKS, "--basis", "confirmed_by_reporter", "--note", "@note",
              exit_code=1)
    aduan.say("supplement", case, "reporter", "--text", "@text", "--expect", "1", exit_code=4)
    aduan.say("supplement", "7K3M9-QX24B-1", "reporter", "--text", "@text", exit_code=3)
    aduan.say("supplement", "@case", "reporter", "--text", "@text", exit_code=2)
    for words in (("supplement", case, "--as", "reporter", "--text", "x", canary("a stray word")),
                  ("supplement", case, "--as", "reporter", "--txet=" + canary("a mistyped option")),
                  ("supplement", case, "--as", "reporter", "--txet", canary("its value")),
                  ("supplement", case, "--as", "reporter:" + canary("as a name") + " x",
                   "--text", "x"),
                  ("supplement", case, "--text", canary("without --as")),
                  ("submit", "--as", "reporter", "--text", "x", "--channel", canary("channel")),
                  ("submit", "--as", "reporter", "--text", "x", "--incident-date", canary("day")),
                  ("submit", "--as", "reporter", "--text", "x", "--said-at", canary("instant")),
                  ("rate", case, "--as", "reporter", "--stars", canary("stars")),
                  ("visibility", case, "--as", "reporter", "--anonymous", canary("yes or no"),
                   "--confidential", "yes", "--reason", "reporter_request"),
                  ("show", canary("a name for a case")),
                  ("show", case, "--as-of", canary("as of")),
                  ("reveal", case, "--as", "custodian:c-1", "--to", "x", "--legal-basis",
                   canary("basis")),
                  ("erase", case, "--as", "custodian:c-1", "--legal-basis", "other", "--scope",
                   canary("scope"))):
        aduan.run(*words, exit_code=2)
    for words in (("submit", "--as", "reporter", "--text", "x", "--region", canary("region")),
                  ("submit", "--as", "reporter", "--text", "x", "--category", canary("category")),
                  ("reveal", case, "--as", "custodian:c-1", "--legal-basis", "other", "--to",
                   canary("recipient"))):
        aduan.run(*words, exit_code=1)
    aduan.run("show", "--ref", canary("reference"), exit_code=3)
    aduan.run("submit", "--as", "reporter", "--text", canary("too long") * 5_000,
              "--title", canary("beside it") * 5_000, "--location", canary("and that") * 5_000,
              exit_code=2)
    aduan.run("show", case, "--as", "reporter", "--code", canary("code"), exit_code=3)


def scan_files(folder):
    for place, _, names in os.walk(os.path.join(folder, "ledger")):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                text = file.read().decode("latin-1")
            for leaked in found_in(text):
                FAILURES.append(f"the file {os.path.relpath(path, folder)} holds {leaked}")


def main():
    with tempfile.TemporaryDirectory(prefix="aduan-canaries-") as folder:
        aduan = Program(os.path.abspath(sys.argv[1]), folder)
        aduan.run("init")
        aduan.run("agency", "connect", "--reference", "--wave", "2014")
        aduan.run("category", "define", "--reference")
        cases = every_command(aduan)

        # Each of these words was really taken: somebody who may reads it.
        seen = ""
        for case in cases:
            for actor in ("reporter", DESK, "custodian:c-1"):
                seen += aduan.run("show", case, "--as", actor, "--format", "json", shows=True)
            seen += aduan.run("reveal", case, "--as", "custodian:c-1", "--to", "ombudsman-1",
                              "--legal-basis", "ombudsman", shows=True)
        missing = [where for word, where in CANARIES.items() if word not in seen]
        FAILURES.extend(f"nobody could read the {where}" for where in missing)

        every_mistake(aduan, cases[0])
        for words in (("status",), ("doctor",), ("stats",), ("queue", "desk"),
                      ("queue", "kl-kemenkes"), ("agency", "list"), ("category", "list"),
                      ("audit", "verify"), ("policy", "show"), ("rebuild",)):
            for form in ("table", "json"):
                aduan.run(*words, "--format", form)
        scan_files(folder)
        aduan.run("erase", cases[0], "--as", "custodian:c-1", "--legal-basis", "retention_ended",
                  "--scope", "identity,content,official")
        erased = aduan.run("show", cases[0], "--as", "reporter", "--format", "json", shows=True)
        FAILURES.extend(f"erased, and still shown: {each}" for each in found_in(erased))
        scan_files(folder)
    print("\n".join(FAILURES) or f"none of {len(CANARIES)} words leaked")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
