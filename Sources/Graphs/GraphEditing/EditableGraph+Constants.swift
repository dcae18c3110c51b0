package import ONNX

extension EditableGraph {
    /// Makes initializers of `Constant` nodes, and constants of inputs that have a value of their own.
    ///
    /// - Returns: how many there were.
    @discardableResult
    package mutating func absorbConstants() -> Int {
        var count = 0
        for id in order() {
            guard let node = self[id], node.isStandard("Constant"), let output = node.onlyOutput,
                // A node has to make an output of the graph.
                !outputs.contains(output), var tensor = node.constantValue
            else { continue }
            tensor.name = output
            remove(id)
            insertConstant(tensor)
            count += 1
        }
        for input in inputs where isConstant(input.name) {
            removeInput(input.name)
            count += 1
        }
        return count
    }

    /// The bounds of a `Clip`, infinite where it has none: attributes before opset 11, inputs since. `nil` if they are
    /// computed.
    package func clipBounds(_ node: Node) -> (low: Double, high: Double)? {
        guard let low = try? node.float("min", default: -.infinity),
            let high = try? node.float("max", default: .infinity)
        else { return nil }
        var bounds = [Double(low), Double(high)]
        for (index, name) in node.inputs.dropFirst().prefix(2).enumerated() where !name.isEmpty {
            guard let bound = scalar(name) else { return nil }
            bounds[index] = bound
        }
        return (bounds[0], bounds[1])
    }
}

extension Node {
    /// What a `Constant` holds; `nil` for strings and sparse tensors.
    package var constantValue: Tensor? {
        switch attributes.first(where: { $0.name.hasPrefix("value") })?.value {
        case .tensor(let tensor): tensor
        case .float(let number): Tensor(shape: [], floats: [number])
        case .floats(let numbers): Tensor(shape: [numbers.count], floats: numbers)
        case .integer(let number): Tensor(shape: [], integers: [number])
        case .integers(let numbers): Tensor(shape: [numbers.count], integers: numbers)
        default: nil
        }
    }
}
