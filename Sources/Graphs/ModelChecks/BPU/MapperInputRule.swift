internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// Inputs are float tensors `[1, C, H, W]`; larger batches come from `input_batch` in the mapper YAML.
enum MapperInputRule: ModelRule {
    static let descriptor = RuleDescriptor(
        "mapper-input",
        summary: "inputs are float tensors [1, C, H, W]",
        reason: """
            hb_mapper quantizes a float model and plans memory for one image. Larger batches come from input_batch in \
            the mapper YAML of a batch-1 model.
            """,
        fix: "Export the float32 model with batch 1; then set input_batch for more images per run.",
        example: "input: {name: 'image', type: float [8, 3, 224, 224]}")

    static func findings(in context: CheckContext) -> [Finding] {
        let initializers = Set(context.model.graph.initializers.map(\.name))
        let inputs = context.model.graph.inputs.filter { !initializers.contains($0.name) }
        if inputs.isEmpty { return [none] }
        return inputs.flatMap { input -> [Finding] in
            guard case .tensor(let type, let shape) = input.type else { return [notATensor(input.name)] }
            var findings: [Finding] = []
            if type != .float { findings.append(wrongType(input.name, type)) }
            guard let shape else { return findings + [notFourAxes(input.name, "an unknown shape")] }
            if shape.count != 4 {
                findings.append(notFourAxes(input.name, shape.text))
            } else if shape[0] != 1 {
                findings.append(batch(input.name, shape))
            }
            return findings
        }
    }

    static let none = error("the model has no input")

    static func notATensor(_ name: String) -> Finding {
        error("input '\(name)' is not a tensor")
    }

    static func wrongType(_ name: String, _ type: ElementType) -> Finding {
        error(
            "input '\(name)' is \(type), but hb_mapper quantizes float models",
            fix: "export the float32 model")
    }

    static func notFourAxes(_ name: String, _ shape: String) -> Finding {
        error(
            "input '\(name)' has \(shape), expected [1, C, H, W]",
            fix: "export the model with an input of [1, C, H, W]")
    }

    static func batch(_ name: String, _ shape: [Dimension]) -> Finding {
        error(
            "input '\(name)' is \(shape.text), expected batch 1",
            fix: "export the model with batch 1, and set input_batch in the mapper YAML")
    }
}
