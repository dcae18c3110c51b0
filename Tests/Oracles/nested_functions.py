"""Writes a model with nested function calls: attributes with and without a default, an omitted operand, and a branch in a
function that uses the function's values.

usage: nested_functions.py OUTPUT.onnx
"""

import sys

import onnx

model = onnx.parser.parse_model("""
<ir_version: 9, opset_import: ["" : 18, "own" : 1]>
calls (float[2, 3] x) => (float[2, 3] y, float[2, 3] z) {
    y = own.Outer <slope: float = 0.25> (x)
    h = own.Inner (y, x)
    z = own.Inner (h)
}
<opset_import: ["" : 18], domain: "own">
Inner <alpha: float = 0.5> (a, b) => (c) {
    c = LeakyRelu <alpha: float = @alpha> (a)
}
<opset_import: ["" : 18, "own" : 1], domain: "own">
Outer <slope> (a) => (d) {
    t = own.Inner <alpha: float = @slope> (a)
    total = ReduceSum <keepdims: int = 0> (t)
    zero = Constant <value_float: float = 0.0> ()
    up = Greater (total, zero)
    d = If (up) <
        then_branch = positive () => (float[2, 3] p) { p = LeakyRelu <alpha: float = @slope> (t) },
        else_branch = negative () => (float[2, 3] n) { s = Add (t, a)  n = Neg (s) }
    >
}
""")
onnx.checker.check_model(model, full_check=True)
onnx.save(model, sys.argv[1])
