"""Prints how far simplified models are from their inputs, and both from timm's unfused network in float64, as JSON.

usage: simplified_distances.py VARIANT WEIGHTS INPUT.onnx OUTPUT.onnx [INPUT.onnx OUTPUT.onnx ...]

A distance is the largest difference of a logit of one image; the mean and the largest over all images are printed.
timm's own fused float32 network is measured too.
"""

import copy
import json
import sys

import numpy as np
import onnx
import onnxruntime
import torch
from repvit_networks import network


def outputs(path, images):
    onnx.checker.check_model(path, full_check=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return np.concatenate([session.run(None, {"data": image[None].numpy()})[0] for image in images])


def distance(logits, reference):
    worst = np.abs(logits.astype(np.float64) - reference).max(1)
    return {"mean": float(worst.mean()), "largest": float(worst.max())}


def main():
    variant, weights, paths = sys.argv[1], sys.argv[2], sys.argv[3:]
    model = network(variant, weights)
    fused = copy.deepcopy(model)
    fused.fuse()
    exact = copy.deepcopy(model).double()
    # Many images: with a few, rounding errors are far from their mean.
    noise = torch.randn(24, 3, 224, 224)
    smooth = torch.nn.functional.interpolate(torch.randn(24, 3, 28, 28), 224, mode="bilinear") * 1.5
    images = torch.cat([noise, smooth])
    with torch.no_grad():
        truth = torch.cat([exact(image[None].double()) for image in images]).numpy()
        reference = torch.cat([fused(image[None]) for image in images]).numpy()
    report = {"timm": distance(reference, truth), "largestLogit": float(np.abs(truth).max()), "forms": []}
    for before, after in zip(paths[::2], paths[1::2], strict=True):
        original, simplified = outputs(before, images), outputs(after, images)
        report["forms"].append(
            {
                "fromInput": distance(simplified, original),
                "fromTruth": distance(simplified, truth),
                "inputFromTruth": distance(original, truth),
            }
        )
    print(json.dumps(report))


main()
