"""Prints how far the activations of a network spread, for noise and for smooth images, as JSON.

usage: seeded_activations.py VARIANT WEIGHTS

For each kind of image: the lowest and the highest standard deviation of a layer's output, the largest share of dead
channels, and how much the logits differ, overall and between images.
"""

import json
import sys

import torch
from repvit_networks import network, smooth_images


def is_watched(name):
    parts = name.split(".")
    return (
        name == "stem"
        or parts[-1] in ("act", "token_mixer", "channel_mixer", "downsample")
        or (len(parts) == 4 and parts[2] == "blocks")
    )


def spread(model, batch):
    deviations, dead = [], []

    def watch(name):
        def hook(module, inputs, output):
            if ".se." in name:
                return
            deviations.append(float(output.std()))
            dead.append(float((output.std((0, 2, 3)) < 0.02).float().mean()))

        return hook

    handles = [module.register_forward_hook(watch(name)) for name, module in model.named_modules() if is_watched(name)]
    with torch.no_grad():
        logits = model(batch)
    for handle in handles:
        handle.remove()
    return {
        "lowest": min(deviations),
        "highest": max(deviations),
        "dead": max(dead),
        "logits": float(logits.std()),
        "betweenImages": float(logits.std(0).mean()),
    }


def main():
    model = network(sys.argv[1], sys.argv[2])
    batches = {"noise": torch.randn(4, 3, 224, 224), "photographs": smooth_images(4, 224)}
    print(json.dumps({kind: spread(model, batch) for kind, batch in batches.items()}))


main()
