"""Runs a quantized ONNX model in the vendor's runtime, one request after another.

    run_quantized.py MODEL_quantized_model.onnx

A message is its length (32 bits, little-endian) and that many bytes, on standard input and standard output. The first
message that is written says that the model is loaded. A request is the elements of all inputs, in the model's order and
as the model declares them. An answer is a byte 0 and the first output's elements as float32, or a byte 1 and what went
wrong. The program ends with its standard input.
"""

import os
import struct
import sys

# The runtime prints to standard output, which carries the messages here.
answers = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)

import numpy as np  # noqa: E402
import onnx  # noqa: E402
from horizon_tc_ui import HB_ONNXRuntime  # noqa: E402


def declared_inputs(path):
    """Returns name, shape and type of each input that has no initial value."""
    graph = onnx.load(path, load_external_data=False).graph
    constants = {tensor.name for tensor in graph.initializer}
    inputs = []
    for value in graph.input:
        if value.name not in constants:
            tensor = value.type.tensor_type
            shape = [dimension.dim_value or 1 for dimension in tensor.shape.dim]
            inputs.append((value.name, shape, onnx.helper.tensor_dtype_to_np_dtype(tensor.elem_type)))
    return inputs


def read(count):
    """Reads so many bytes; None at the end of standard input."""
    data = sys.stdin.buffer.read(count)
    return data if len(data) == count else None


def answer(status, payload=b""):
    """Writes an answer."""
    answers.write(struct.pack("<IB", 1 + len(payload), status) + payload)
    answers.flush()


def run(session, inputs, request):
    """Returns the elements of the first output."""
    feeds = {}
    offset = 0
    for name, shape, dtype in inputs:
        count = int(np.prod(shape))
        feeds[name] = np.frombuffer(request, dtype, count, offset).reshape(shape)
        offset += feeds[name].nbytes
    if offset != len(request):
        raise ValueError(f"expected {offset} bytes of input, found {len(request)}")
    return session.run(None, feeds)[0]


def main(path):
    """Answers requests until standard input ends."""
    try:
        inputs = declared_inputs(path)
        session = HB_ONNXRuntime(model_file=path)
    except Exception as error:
        answer(1, str(error).encode())
        return
    answer(0)
    while (head := read(4)) is not None:
        request = read(struct.unpack("<I", head)[0])
        if request is None:
            return
        try:
            output = run(session, inputs, request)
        except Exception as error:
            answer(1, str(error).encode())
        else:
            answer(0, np.ascontiguousarray(output, np.float32).tobytes())


if __name__ == "__main__":
    main(sys.argv[1])
