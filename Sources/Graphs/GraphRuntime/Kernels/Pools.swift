internal import CFloatKernels
internal import ONNX
internal import ONNXOperators

extension OperatorKernels {
    static let pools: [String: OperatorKernel] = [
        "MaxPool": OperatorKernel(.any) { context throws in
            let value = try context.any(0)
            switch value.type {
            case .float: return try pool(context, value, FK_POOL_MAX)
            case .int8, .uint8: return [try poolIntegers(context, try context.input(0))]
            case .float16, .bfloat16, .double:
                let results = try pool(context, try value.converted(to: .float, in: context.memory), FK_POOL_MAX)
                return [try results[0]?.converted(to: value.type, in: context.memory)] + results.dropFirst()
            default: throw context.refusal(of: value.type)
            }
        },
        "AveragePool": OperatorKernel(.single) { context throws in
            let includes = try context.flag("count_include_pad")
            return try pool(context, try context.any(0), includes ? FK_POOL_AVERAGE_WITH_PADS : FK_POOL_AVERAGE)
        },
        "LpPool": OperatorKernel(.single) { context throws in
            try pool(context, try context.any(0), FK_POOL_LP)
        },
    ]

    private static func window(_ context: KernelContext, _ value: Value) throws -> Window {
        guard (3...5).contains(value.rank) else {
            throw context.unsupported("expected one to three spatial axes, found \(value.shape)")
        }
        guard let kernel = try context.integers("kernel_shape") else {
            throw context.failure("attribute 'kernel_shape' is missing")
        }
        return try Window(
            context, input: Array(value.shape[2...]), kernel: kernel, roundsUp: try context.flag("ceil_mode"))
    }

    private static func pool(
        _ context: KernelContext, _ value: Value, _ kind: fk_pool_kind
    ) throws -> [Value?] {
        try context.check(value.type == .float, "it does not take \(value.type)")
        let window = try window(context, value)
        let shape = [value.shape[0], value.shape[1]] + window.output
        let channels = value.shape[1]
        let hasIndices = context.node.outputs.count > 1
        if value.order == .channelsLast, kind != FK_POOL_LP, !hasIndices {
            let result = try context.make(.float, shape, order: .channelsLast)
            var form = window.form(
                inputStrides: Array(value.strides[2...]), outputStrides: Array(result.strides[2...]))
            let (from, to) = (window.input.reduce(channels, *), window.output.reduce(channels, *))
            for n in 0..<shape[0] {
                fk_pool_channels_last(kind, &form, channels, value.floats + n * from, result.floats + n * to)
            }
            return [result]
        }
        let value = try value.ordered(.rowMajor, in: context.memory)
        let result = try context.make(.float, shape)
        let indices = hasIndices ? try context.make(.int64, shape) : nil
        var form = window.form(
            inputStrides: Value.strides(of: window.input), outputStrides: Value.strides(of: window.output))
        let power = try context.integer("p", default: 2)
        try context.check(power >= 1 && power < 1 << 16, "attribute 'p' is \(power)")
        let isColumnMajor = try context.flag("storage_order")
        let (from, to) = (window.input.reduce(1, *), window.output.reduce(1, *))
        for plane in 0..<shape[0] * channels {
            fk_pool(
                kind, &form, Double(power), value.floats + plane * from, result.floats + plane * to,
                indices.map { $0.integers + plane * to }, Int64(plane * from), isColumnMajor ? 1 : 0)
        }
        return [result] + (indices.map { [$0] } ?? [])
    }

    private static func poolIntegers(_ context: KernelContext, _ value: Value) throws -> Value {
        guard context.node.outputs.count == 1 else { throw context.unsupported("indices of integers") }
        let window = try window(context, value)
        let result = try context.make(value.type, [value.shape[0], value.shape[1]] + window.output)
        var form = window.form(
            inputStrides: Value.strides(of: window.input), outputStrides: Value.strides(of: window.output))
        for plane in 0..<value.shape[0] * value.shape[1] {
            fk_pool_max_integers(
                value.type.rawValue, &form, value.bytes + plane * window.input.reduce(1, *),
                result.bytes + plane * window.output.reduce(1, *))
        }
        return result
    }
}
