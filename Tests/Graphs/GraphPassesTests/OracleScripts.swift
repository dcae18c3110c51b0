/// Python that the results are compared with.
enum OracleScripts {
    /// BENCHMARKS FOLDER NAME...: exports networks of timm with seeded weights and statistics, unfused, by both exporters of
    /// torch, as the benchmark of the same networks does.
    static let networks = """
        import sys
        sys.path.insert(0, sys.argv[1])
        from simplify import export
        for name in sys.argv[3:]:
            export(name, f"{sys.argv[2]}/{name}")
        """

    /// VARIANT WEIGHTS INPUT.onnx OUTPUT.onnx [INPUT.onnx OUTPUT.onnx ...]: how far each output model is from its input
    /// model in onnxruntime, and both timm's fused float32 model and the output model from timm's unfused one in float64.
    /// Over 8 images: the mean and the largest of the largest differences of a logit.
    static let distances = """
        import copy, json, sys
        import numpy as np
        import onnx, onnxruntime
        import timm
        import torch
        from safetensors.torch import load_file
        torch.manual_seed(0)
        torch.set_num_threads(1)
        variant, weights, paths = sys.argv[1], sys.argv[2], sys.argv[3:]
        model = timm.create_model("repvit_" + variant, pretrained=False)
        model.load_state_dict(load_file(weights))
        model.eval()
        fused = copy.deepcopy(model)
        fused.fuse()
        exact = copy.deepcopy(model).double()
        # Many: of a few, rounding errors are far from their mean.
        noise = torch.randn(24, 3, 224, 224)
        smooth = torch.nn.functional.interpolate(torch.randn(24, 3, 28, 28), 224, mode="bilinear") * 1.5
        images = torch.cat([noise, smooth])
        with torch.no_grad():
            truth = torch.cat([exact(image[None].double()) for image in images]).numpy()
            reference = torch.cat([fused(image[None]) for image in images]).numpy()
        def outputs(path):
            onnx.checker.check_model(path, full_check=True)
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.log_severity_level = 3
            session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
            return np.concatenate([session.run(None, {"data": image[None].numpy()})[0] for image in images])
        def distance(logits, other=truth):
            worst = np.abs(logits.astype(np.float64) - other).max(1)
            return dict(mean=float(worst.mean()), largest=float(worst.max()))
        report = dict(timm=distance(reference), largestLogit=float(np.abs(truth).max()), forms=[])
        for before, after in zip(paths[::2], paths[1::2]):
            input, output = outputs(before), outputs(after)
            report["forms"].append(dict(fromInput=distance(output, input), fromTruth=distance(output),
                                        inputFromTruth=distance(input)))
        print(json.dumps(report))
        """

    /// INPUT.onnx OUTPUT.onnx [...]: the largest difference in onnxruntime, as a share of the largest output, and how many
    /// nodes the input has, constants aside.
    static let differences = """
        import json, sys
        import numpy as np
        import onnx, onnxruntime
        image = np.random.default_rng(0).standard_normal((1, 3, 224, 224)).astype(np.float32)
        def output(path):
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.log_severity_level = 3
            session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
            return session.run(None, {"data": image})[0]
        def nodes(model):
            return sum(node.op_type != "Constant" for node in model.graph.node)
        report = []
        for before, after in zip(sys.argv[1::2], sys.argv[2::2]):
            onnx.checker.check_model(after, full_check=True)
            a, b = output(before), output(after)
            report.append(dict(difference=float(np.abs(a - b).max() / np.abs(a).max()), inputNodes=nodes(onnx.load(before))))
        print(json.dumps(report))
        """
}
