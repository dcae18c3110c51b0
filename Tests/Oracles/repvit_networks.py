"""timm's RepViT networks and test images, shared by the oracles that compare with timm. Sets torch's seed and threads."""

import timm
import torch
from safetensors.torch import load_file

torch.manual_seed(0)
torch.set_num_threads(1)


def network(variant, weights):
    """The unfused network in evaluation mode, with the classes and heads that the weights have."""
    state = load_file(weights)
    distilled = any("head_dist" in name for name in state)
    classes = state["head.head.l.weight"].shape[0]
    model = timm.create_model("repvit_" + variant, num_classes=classes, distillation=distilled)
    model.load_state_dict(state)
    return model.eval()


def smooth_images(count, size):
    """Random images with the correlation of photographs: a sum of noise at several scales."""
    images = 0
    for side in (4, 8, 16, 32, 64, size):
        noise = torch.randn(count, 3, side, side) + torch.randn(count, 1, side, side) * 2
        images = images + torch.nn.functional.interpolate(noise, size, mode="bilinear") * (4 / side) ** 0.5
    mean, std = images.mean((0, 2, 3), keepdim=True), images.std((0, 2, 3), keepdim=True)
    return (images - mean) / std
