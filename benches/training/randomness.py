#!/usr/bin/env python3
"""Trains src/engine/randomness.bin: what words and identifiers look like, letter by letter.

    python3 benches/training/randomness.py WORDLIST SOURCES... > src/engine/randomness.bin

WORDLIST is Debian's /usr/share/dict/american-english (package wamerican 2020.12.07; the SCOWL lists, free to use, copy,
modify and distribute). SOURCES are folders of source code whose identifiers are counted: the table in the repository was
made from Python 3.11's standard library (PSF licence) and from the crates in this package's Cargo.lock (MIT, Apache-2.0 and
the like) as cargo keeps them in its registry folder. Only counts of three letters in a row leave the script; no text does.

The table has 29 * 29 * 29 bytes, indexed by [symbol before the last][last symbol][symbol]. A byte is the cost of the symbol
after the two others in sixteenths of a bit, at most 255. The symbols are 0 the edge of a word (the beginning and the end of
the text, a separator, and the change from lower to upper case inside a word), 1 to 26 the letters without case, 27 a digit,
28 anything else.
"""
import collections, math, os, random, re, sys

SYMBOLS = 29
IDENTIFIER = re.compile(rb"[A-Za-z][A-Za-z0-9_]{2,39}")
SUFFIXES = (".py", ".rs", ".toml", ".md", ".c", ".h", ".txt", ".rst")


def symbols(text):
    """The symbols of a text without its two edges; keep in step with `symbols` in src/engine/randomness.rs."""
    out, previous = [], 0
    for byte in text:
        letter = chr(byte)
        if letter.isascii() and letter.isalpha():
            if letter.isupper() and chr(previous).islower():
                out.append(0)
            out.append(ord(letter.lower()) - ord("a") + 1)
        elif letter.isdigit():
            out.append(27)
        elif letter in "_-. :/":
            out.append(0)
        else:
            out.append(28)
        previous = byte
    return out


def identifiers(folders):
    """How often each identifier is written; those that hold a hash or a table of digits are left out."""
    counts = collections.Counter()
    for folder in folders:
        for root, _, names in sorted(os.walk(folder)):
            if "site-packages" in root:
                continue
            for name in sorted(names):
                path = os.path.join(root, name)
                if name.endswith(SUFFIXES) and os.path.getsize(path) < 1_000_000:
                    counts.update(IDENTIFIER.findall(open(path, "rb").read()))
    return {text: n for text, n in counts.items() if sum(48 <= byte < 58 for byte in text) <= 4 and n > 1}


def main():
    words = [line.encode().strip() for line in open(sys.argv[1], encoding="utf-8") if line.isascii()]
    counted = identifiers(sys.argv[2:])
    weights = collections.Counter({text: 1 + math.log2(n) for text, n in counted.items()})
    for word in words:
        weights[word.replace(b"'", b"")] += 1
    # Passwords and domain names glue words together; such pairs are made here.
    source = random.Random(1)
    short = [word for word in words if 3 <= len(word) <= 8 and word.islower()]
    for _ in range(60_000):
        weights[source.choice(short) + source.choice(short)] += 1
    # A year or a small number at the end is as common as in anybody's names.
    for word in source.sample(short, 10_000):
        weights[word + str(source.choice([1, 2, 3, 12, 21, 123, 99, 2019, 2020])).encode()] += 1
    one, two, three = collections.Counter(), collections.Counter(), collections.Counter()
    for text, weight in weights.items():
        row = [0, 0, *symbols(text), 0]
        for a, b, c in zip(row, row[1:], row[2:]):
            one[c] += weight
            two[b, c] += weight
            three[a, b, c] += weight
    after_one, after_two = collections.Counter(), collections.Counter()
    for (b, _), weight in two.items():
        after_one[b] += weight
    for (a, b, _), weight in three.items():
        after_two[a, b] += weight
    total = sum(one.values())
    table = bytearray()
    for a in range(SYMBOLS):
        for b in range(SYMBOLS):
            for c in range(SYMBOLS):
                p1 = (one[c] + 1) / (total + SYMBOLS)
                p2 = (two[b, c] + 20 * p1) / (after_one[b] + 20)
                p3 = (three[a, b, c] + 20 * p2) / (after_two[a, b] + 20)
                table.append(min(255, round(-16 * math.log2(p3))))
    sys.stdout.buffer.write(table)


main()
