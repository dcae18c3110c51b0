"""Prints how far float32 exports are from timm's unfused network in float64, as JSON.

usage: export_distances.py VARIANT WEIGHTS MODEL.onnx [MODEL.onnx ...]

A distance is the largest difference of a logit of one image; over eight images, the mean and the largest are printed,
for each model and for timm's own fused float32 network.
"""

import copy
import json
import sys

import numpy as np
import onnx
import onnxruntime
import torch
from repvit_networks import network, smooth_images


def open_session(path):
    onnx.checker.check_model(path, full_check=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def main():
    variant, weights, paths = sys.argv[1], sys.argv[2], sys.argv[3:]
    model = network(variant, weights)
    fused = copy.deepcopy(model)
    fused.fuse()
    exact = copy.deepcopy(model).double()
    sessions = [open_session(path) for path in paths]
    size = sessions[0].get_inputs()[0].shape[2]
    images = torch.cat([torch.randn(4, 3, size, size), smooth_images(4, size)])
    with torch.no_grad():
        truth = torch.cat([exact(image[None].double()) for image in images]).numpy()
        reference = torch.cat([fused(image[None]) for image in images]).numpy()

    def distance(logits):
        worst = np.abs(logits.astype(np.float64) - truth).max(1)
        return {"mean": float(worst.mean()), "largest": float(worst.max())}

    outputs = [
        np.concatenate([session.run(None, {"data": image[None].numpy()})[0] for image in images])
        for session in sessions
    ]
    graph = onnx.load(paths[0]).graph
    report = {
        "timm": distance(reference),
        "exported": [distance(output) for output in outputs],
        "largestLogit": float(np.abs(truth).max()),
        "parameters": sum(int(np.prod(tensor.dims)) for tensor in graph.initializer if len(tensor.dims)),
        "convolutions": sum(node.op_type == "Conv" for node in graph.node),
        "nodes": len(graph.node),
        "classes": truth.shape[1],
    }
    print(json.dumps(report))


main()
