package import ONNX

/// What patterns ask for.
extension EditableGraph {
    /// The value of a name, if it is a constant of one element.
    package func scalar(_ name: String) -> Double? { constants.scalar(name) }

    /// The constant among the two inputs of a node, and the other one.
    package func constantOperand(_ node: Node) -> (constant: String, other: String, constantIsFirst: Bool)? {
        guard node.inputs.count == 2 else { return nil }
        switch (isConstant(node.inputs[0]), isConstant(node.inputs[1])) {
        case (false, true): return (node.inputs[1], node.inputs[0], false)
        case (true, false): return (node.inputs[0], node.inputs[1], true)
        default: return nil
        }
    }

    /// The number and the value of an operation on a single number and a value.
    package func scalarOperand(_ node: Node) -> (scalar: Double, other: String, scalarIsFirst: Bool)? {
        guard let (constant, other, isFirst) = constantOperand(node), let number = scalar(constant) else { return nil }
        // A constant of a higher rank would add axes.
        guard let own = constants.shape(constant)?.count, own <= rank(other) ?? 1 else { return nil }
        return (number, other, isFirst)
    }

    /// One number a channel (axis 1) out of a constant that is broadcast to a value of a rank; `nil` if it varies elsewhere.
    package func channelVector(_ name: String, channels: Int, rank: Int) -> [Double]? {
        guard rank >= 2, let shape = constants.shape(name), shape.count <= rank,
            let values = constants.doubles(name)
        else { return nil }
        if values.count == 1 { return [Double](repeating: values[0], count: channels) }
        for (axis, size) in shape.enumerated() where axis + rank - shape.count != 1 && size != 1 { return nil }
        return values.count == channels ? values : nil
    }

    /// A float32 scalar; equal ones are shared.
    package mutating func sharedScalar(_ name: String, _ value: Double) -> String {
        if let shape = constants.shape(name), shape.isEmpty, constants.scalar(name) == value { return name }
        return addWeights(name, shape: [], [value])
    }

    /// The axes that an operator works on, whether in an attribute or, in later opsets, in an input; not
    /// negative. `nil` if they are not known.
    package func axes(_ node: Node, input index: Int = 1, rank: Int) -> [Int]? {
        let axes: [Int]
        if let stated = try? node.integers("axes") {
            axes = stated
        } else if index < node.inputs.count, !node.inputs[index].isEmpty {
            guard let constant = constants.integers(node.inputs[index]) else { return nil }
            axes = constant
        } else {
            return nil
        }
        let positive = axes.map { $0 < 0 ? $0 + rank : $0 }
        return positive.allSatisfy { (0..<rank).contains($0) } ? positive : nil
    }
}

extension Attribute {
    package static func integers(_ name: String, _ values: [Int]) -> Attribute {
        Attribute(name, .integers(values.map { Int64($0) }))
    }

    package static func integer(_ name: String, _ value: Int) -> Attribute { Attribute(name, .integer(Int64(value))) }
    package static func float(_ name: String, _ value: Double) -> Attribute { Attribute(name, .float(Float(value))) }
}

extension Node {
    package mutating func set(_ attribute: Attribute) {
        attributes.removeAll { $0.name == attribute.name }
        attributes.append(attribute)
    }

    package mutating func removeAttribute(_ name: String) { attributes.removeAll { $0.name == name } }

    /// The only output that has a name.
    package var onlyOutput: String? {
        guard let first = outputs.first, !first.isEmpty, outputs.dropFirst().allSatisfy(\.isEmpty) else { return nil }
        return first
    }

    /// How messages and new nodes call it.
    package var label: String { name.isEmpty ? outputs.first ?? operatorType : name }
}
