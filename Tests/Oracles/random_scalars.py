"""Prints 10,000 random plain scalars with the type and value that PyYAML resolves them to, as `text|type|value` lines.

usage: random_scalars.py
"""

import random

import yaml

random.seed(7)
alphabet = "0123456789.:_-+eExXbo~ynYNtrufals afTZ=<"
words = ["yes", "off", "null", "0x1F", "1:30", "2024-01-02", ".inf", "1e3", "0b1", "1.5e+3", "2024-1-2 3:04:05"]
out = []
while len(out) < 10000:
    if random.random() < 0.3:
        text = list(random.choice(words))
        text[random.randrange(len(text))] = random.choice(alphabet)
        text = "".join(text)
    else:
        text = "".join(random.choice(alphabet) for _ in range(random.randrange(1, 7)))
    if (
        text != text.strip()
        or text in ("-", "=", "<<")
        or ": " in text
        or text.endswith(":")
        or text.startswith("- ")
        or (" " in text and text[0] == "-")
    ):
        continue
    try:
        node = yaml.compose(text)
        if not isinstance(node, yaml.ScalarNode):
            continue
        value = yaml.safe_load(text)
        if isinstance(value, bool):
            kind = "boolean"
        elif isinstance(value, int):
            kind = "integer"
        elif isinstance(value, float):
            kind = "float"
        elif value is None:
            kind = "null"
        elif isinstance(value, str):
            kind = "string"
        else:
            kind = "timestamp"
    except yaml.YAMLError:
        continue
    except ValueError:
        kind, value = "error", ""
    if kind in ("timestamp", "string", "null"):
        value = ""
    out.append(text)
    print(text, kind, value, sep="|")
