"""Every value of a quantized model as the vendor's runtime computes it.

    quantized_values.py MODEL FOLDER INPUT...

Runs in the vendor toolchain's Python. Each INPUT holds raw elements of the model's only input. Writes
FOLDER/IMAGE.NODE.bin for each input and each node, both counted from 0.
"""

import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import onnx
from horizon_tc_ui import HB_ONNXRuntime


def main():
    path, folder, images = sys.argv[1], sys.argv[2], sys.argv[3:]
    model = onnx.load(path)
    known = {value.name: value for value in [*model.graph.value_info, *model.graph.output]}
    names = [node.output[0] for node in model.graph.node]
    del model.graph.output[:]
    model.graph.output.extend(known[name] for name in names)
    everything = os.path.join(folder, "everything.onnx")
    onnx.save(model, everything)

    source = model.graph.input[0]
    shape = [axis.dim_value for axis in source.type.tensor_type.shape.dim]
    session = HB_ONNXRuntime(model_file=everything)
    for image, file in enumerate(images):
        elements = np.fromfile(file, onnx.helper.tensor_dtype_to_np_dtype(source.type.tensor_type.elem_type))
        for node, value in enumerate(session.run_direct(names, {source.name: elements.reshape(shape)})):
            value.tofile(os.path.join(folder, f"{image}.{node}.bin"))


if __name__ == "__main__":
    main()
