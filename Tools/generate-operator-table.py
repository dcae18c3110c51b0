#!/usr/bin/env python3
"""Regenerates the OperatorTable+*.swift files from the installed onnx package.

    python Tools/generate-operator-table.py [FOLDER]

The table is text with two kinds of lines:

    %N t7 s7 o7 q7      type set N as hexadecimal masks: bit n is element type n of tensors (t), sequences of tensors
                        (s), optional tensors (o) and optional sequences of tensors (q)
    NAME OPSET INPUTS OUTPUTS ATTRIBUTES...
                        an operator, as of the opset that introduced or changed it

Operands are separated by commas; `-` means none. An operand is `[?|*n][~]name:variable/set`: `?` marks an optional
operand, `*n` a variadic one with at least n values, `~` one whose values may differ in type; the variable is `=` where
types are named directly. `|1|3` after the outputs lists the only counts allowed. `!` marks a required attribute, the
letter is its type, and a lone `+` allows further attributes. NAME OPSET alone means unchanged since the previous opset;
`gone` means removed.

It holds the default domain up to opset NEWEST: no exporter of CNNs writes a newer one or another standard domain.

What the package does not expose (counts excluded from a range, undeclared attributes it accepts) is found by running
its checker on probe nodes.
"""

import os
import sys
from collections import defaultdict

import onnx
import onnx.checker
import onnx.defs

LETTERS = {
    "FLOAT": "f",
    "INT": "i",
    "STRING": "s",
    "TENSOR": "t",
    "GRAPH": "g",
    "FLOATS": "F",
    "INTS": "I",
    "STRINGS": "S",
    "TENSORS": "T",
    "GRAPHS": "G",
    "SPARSE_TENSOR": "p",
    "SPARSE_TENSORS": "P",
    "TYPE_PROTO": "y",
    "TYPE_PROTOS": "Y",
}
OPEN = 2**31 - 1
NEWEST = 25
WRAPPERS = [
    ("optional(seq(tensor(", ")))", "q"),
    ("optional(tensor(", "))", "o"),
    ("seq(tensor(", "))", "s"),
    ("tensor(", ")", "t"),
]


def bit(name):
    return 1 << onnx.TensorProto.DataType.Value(name.upper())


def masks(types):
    """The words of a set of types."""
    result = defaultdict(int)
    for text in types:
        for start, end, letter in WRAPPERS:
            if text.startswith(start) and text.endswith(end) and "(" not in text[len(start) : -len(end)]:
                result[letter] |= bit(text[len(start) : -len(end)])
                break
        else:
            raise SystemExit(f"no letter for the type {text}")
    return " ".join(f"{letter}{result[letter]:x}" for letter in "tsoq" if result[letter])


class Sets:
    def __init__(self):
        self.numbers = {}

    def number(self, types):
        return self.numbers.setdefault(masks(types), len(self.numbers))


def operands(formals, minimum, sets):
    words = []
    for formal in formals:
        option = formal.option.name
        mark = {"Single": "", "Optional": "?", "Variadic": f"*{formal.min_arity}"}[option]
        variable = "=" if "(" in formal.type_str else formal.type_str
        words.append(
            f"{mark}{'' if formal.is_homogeneous else '~'}{formal.name}:{variable}/{sets.number(formal.types)}"
        )
    return ",".join(words) or "-"


def complaint(schema, outputs, attribute=False):
    """What the package's checker says of a node with so many outputs."""
    attributes = {"no_such_attribute": 1} if attribute else {}
    node = onnx.helper.make_node(
        schema.name,
        ["x"] * max(schema.min_input, 1 if schema.max_input else 0),
        [f"y{i}" for i in range(outputs)],
        domain=schema.domain,
        **attributes,
    )
    context = onnx.checker.C.CheckerContext()
    context.ir_version = onnx.IR_VERSION
    context.opset_imports = {schema.domain: schema.since_version}
    try:
        onnx.checker.check_node(node, context)
    except onnx.checker.ValidationError as error:
        return str(error)
    return ""


def signature(schema, sets):
    if schema.deprecated:
        return "gone"
    counts = ""
    if schema.max_output != OPEN:
        every = list(range(schema.min_output, schema.max_output + 1))
        allowed = [n for n in every if "not in allowed output sizes" not in complaint(schema, n)]
        if allowed != every:
            counts = "".join(f"|{n}" for n in allowed)
    attributes = [
        ("!" if attribute.required else "") + key + ":" + LETTERS[attribute.type.name]
        for key, attribute in sorted(schema.attributes.items())
    ]
    if "Unrecognized attribute" not in complaint(schema, schema.min_output or 1, attribute=True):
        attributes.append("+")
    return " ".join(
        [
            operands(schema.inputs, schema.min_input, sets),
            operands(schema.outputs, schema.min_output, sets) + counts,
            *attributes,
        ]
    )


def lines(sets):
    schemas = defaultdict(dict)
    for schema in onnx.defs.get_all_schemas_with_history():
        if schema.domain == "" and schema.since_version <= NEWEST:
            schemas[schema.name][schema.since_version] = schema
    for name in sorted(schemas):
        last = None
        for version in sorted(schemas[name]):
            text = signature(schemas[name][version], sets)
            yield f"{name} {version}" if text == last else f"{name} {version} {text}"
            last = text


def wrap(line, width=104):
    """Wraps long lines with a trailing backslash, which Swift removes."""
    parts, current = [], ""
    for word in line.replace(",", ",\0").replace(" ", " \0").split("\0"):
        if current and len(current) + len(word) > width:
            parts.append(current + "\\")
            current = word
        else:
            current += word
    return [*parts, current]


def write(folder, suffix, member, comment, texts):
    with open(os.path.join(folder, f"OperatorTable+{suffix}.swift"), "w") as file:
        file.write("// Generated by Tools/generate-operator-table.py. Do not edit.\n\n")
        file.write("extension OperatorTable {\n")
        file.write(f"    /// {comment}\n")
        file.write(f'    static let {member}: StaticString = """\n')
        for text in texts:
            for part in wrap(text):
                file.write(f"        {part}\n")
        file.write('        """\n}\n')


def main():
    folder = (
        sys.argv[1]
        if len(sys.argv) > 1
        else os.path.join(os.path.dirname(__file__), "..", "Sources", "Graphs", "ONNXOperators", "Operators")
    )
    sets = Sets()
    standard = list(lines(sets))
    for suffix, member, first, last in (
        ("AtoC", "fromAToC", "A", "C"),
        ("DtoK", "fromDToK", "D", "K"),
        ("LtoQ", "fromLToQ", "L", "Q"),
        ("RtoR", "fromRToR", "R", "R"),
        ("StoZ", "fromSToZ", "S", "Z"),
    ):
        comment = f"The operators of the default domain whose names begin with {first}{'' if first == last else ' to ' + last}."
        write(folder, suffix, member, comment, [line for line in standard if first <= line[0] <= last])
    write(
        folder,
        "Types",
        "typeSets",
        "The sets of types that operands may have.",
        [f"%{number} {text}" for text, number in sets.numbers.items()],
    )


if __name__ == "__main__":
    main()
