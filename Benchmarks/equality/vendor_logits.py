"""The logits of a quantized model by the vendor's runtime: vendor_logits.py MODEL.onnx OUTPUT.npy SIZE IMAGE.nv12...

Runs in the vendor toolchain's Python. OUTPUT holds float32 [images, classes]. Computes eight images at a time if the
runtime can do that for the model, and returns the same for the first image.
"""

import sys

import numpy as np
from horizon_tc_ui import HB_ONNXRuntime

BATCH = 8


def to_yuv444(path, size):
    """Converts NV12 to the model's input: int8 [1, H, W, 3], chroma repeated, minus 128."""
    nv12 = np.fromfile(path, np.uint8)
    luma = nv12[: size * size].reshape(size, size)
    chroma = nv12[size * size :].reshape(size // 2, size // 2, 2).repeat(2, 0).repeat(2, 1)
    return (np.dstack([luma, chroma]).astype(np.int16) - 128).astype(np.int8)[None]


def main():
    model, output, size, paths = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]
    session = HB_ONNXRuntime(model_file=model)
    name = session.input_names[0]

    def logits(images):
        result = session.run_direct(None, {name: np.concatenate(images)})[0]
        return np.asarray(result, np.float32).reshape(len(images), -1)

    images = [to_yuv444(path, size) for path in paths]
    batch = 1
    try:
        if np.array_equal(logits(images[:BATCH])[:1], logits(images[:1])):
            batch = BATCH
    except Exception as problem:  # whatever the runtime raises for a batch that it cannot compute
        print(f"one image at a time: {type(problem).__name__}", file=sys.stderr)
    np.save(output, np.concatenate([logits(images[i : i + batch]) for i in range(0, len(images), batch)]))


if __name__ == "__main__":
    main()
