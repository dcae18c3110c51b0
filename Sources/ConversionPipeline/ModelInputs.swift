public import MapperConfig
internal import ONNXModel

/// What the linter wants to know of the model behind a config.
public enum ModelInputs {
    /// The inputs of a float model with fixed shapes; `nil` if the file cannot be read or says less.
    @Sendable
    public static func read(_ path: String) -> [ModelInput]? {
        guard let model = try? Model(contentsOf: path) else { return nil }
        let constants = Set(model.graph.initializers.map(\.name))
        var inputs: [ModelInput] = []
        for value in model.graph.inputs where !constants.contains(value.name) {
            guard case .tensor(_, let dimensions?) = value.type else { return nil }
            var shape: [Int] = []
            for dimension in dimensions {
                guard case .fixed(let size) = dimension else { return nil }
                shape.append(size)
            }
            inputs.append(ModelInput(name: value.name, shape: shape))
        }
        return inputs
    }
}
