package import ONNX
internal import Support

/// Inputs to try a model with: the same for the same seed.
package enum SampleInputs {
    /// Elements of one input, so that no file makes us allocate without bounds.
    private static let elementLimit = 1 << 28

    /// Samples at the scale of normalized images: every second one noise, every other one a smooth image with noise on
    /// it, for the two stress different parts of a network. Integers are 0 or 1.
    ///
    /// - Throws: ``ComparisonError/input(name:problem:)`` for an input without fixed sizes (an open batch is 1), or
    ///   that is not a tensor of numbers.
    package static func make(
        for model: Model, count: Int, seed: UInt64 = 0
    ) throws -> [[String: Tensor]] {
        var samples = [[String: Tensor]](repeating: [:], count: count)
        for input in model.graph.realInputs {
            let (type, shape) = try specification(of: input)
            for index in samples.indices {
                var stream = SplitMix64(seed: seed, stream: "\(input.name) \(index)")
                samples[index][input.name] = try tensor(
                    input.name, type, shape, isSmooth: index % 2 == 1, &stream)
            }
        }
        return samples
    }

    /// The element type and sizes of an input.
    static func specification(
        of input: ValueInfo
    ) throws -> (type: ElementType, shape: [Int]) {
        guard case .tensor(let type, let dimensions?) = input.type else {
            throw ComparisonError.input(name: input.name, problem: "not a tensor of known rank")
        }
        var shape: [Int] = []
        for (axis, dimension) in dimensions.enumerated() {
            guard let size = dimension.size ?? (axis == 0 ? 1 : nil), size > 0 else {
                throw ComparisonError.input(name: input.name, problem: "the size of axis \(axis) is \(dimension)")
            }
            shape.append(size)
        }
        guard shape.reduce(1, { min($0 * min($1, elementLimit), elementLimit + 1) }) <= elementLimit else {
            throw ComparisonError.input(name: input.name, problem: "\(shape) is too large to be tried")
        }
        return (type, shape)
    }

    private static func tensor(
        _ name: String, _ type: ElementType, _ shape: [Int], isSmooth: Bool, _ stream: inout SplitMix64
    ) throws -> Tensor {
        let count = shape.reduce(1, *)
        switch type {
        case .float:
            let values = isSmooth && shape.count == 4 ? picture(shape, &stream) : noise(count, &stream)
            return Tensor(name: name, shape: shape, floats: values)
        case .int64:
            return Tensor(name: name, shape: shape, integers: (0..<count).map { _ in Int64(stream.next() & 1) })
        case .int32:
            return Tensor(
                name: name, shape: shape, elementType: .int32,
                data: .int32s((0..<count).map { _ in Int32(stream.next() & 1) }))
        case .uint8, .int8, .bool:
            return Tensor(
                name: name, shape: shape, elementType: type,
                data: .int32s((0..<count).map { _ in Int32(stream.next() & 1) }))
        case .double:
            return Tensor(
                name: name, shape: shape, elementType: .double,
                data: .doubles(noise(count, &stream).map { Double($0) }))
        default: throw ComparisonError.input(name: name, problem: "no samples are made of \(type)")
        }
    }

    /// Nearly normal, deviation 1.
    private static func noise(_ count: Int, _ stream: inout SplitMix64) -> [Float] {
        (0..<count).map { _ in
            Float(stream.uniform(-1, 1) + stream.uniform(-1, 1) + stream.uniform(-1, 1))
        }
    }

    /// Waves and a little noise, from about -2 to 2.5 as normalized photographs are; `[N, C, H, W]`.
    private static func picture(_ shape: [Int], _ stream: inout SplitMix64) -> [Float] {
        let (height, width) = (shape[2], shape[3])
        var values: [Float] = []
        values.reserveCapacity(shape.reduce(1, *))
        for _ in 0..<shape[0] * shape[1] {
            let waves = (0..<3).map { _ in
                (stream.uniform(0, 0.12), stream.uniform(0, 0.12), stream.uniform(0, 6.28), stream.uniform(0.2, 0.8))
            }
            for y in 0..<height {
                for x in 0..<width {
                    var value = 0.2 + 0.1 * stream.uniform(-1, 1)
                    for (across, down, phase, weight) in waves {
                        // A triangle wave: no sines of the system's library, whose last digits differ.
                        let turn = across * Double(x) + down * Double(y) + phase
                        let part = turn - turn.rounded(.down)
                        value += weight * (4 * abs(part - 0.5) - 1)
                    }
                    values.append(Float(value))
                }
            }
        }
        return values
    }
}
