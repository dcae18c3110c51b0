internal import CFloatKernels
internal import ONNX

extension OperatorKernels {
    /// Arithmetic on two or more values that are broadcast to each other.
    static let binary: [String: OperatorKernel] = {
        var kernels: [String: OperatorKernel] = [:]
        for (name, operation) in [("Add", FK_ADD), ("Sub", FK_SUB), ("Mul", FK_MUL), ("Div", FK_DIV)] {
            kernels[name] = OperatorKernel { context throws in
                [try context.combine(operation, try context.any(0), try context.any(1))]
            }
        }
        kernels["PRelu"] = OperatorKernel { context throws in
            let value = try context.any(0)
            let slope = try context.any(1)
            try context.check(
                Broadcast.shape(value.shape, slope.shape) == value.shape, "the slope's shape does not fit")
            return [try context.combine(FK_PRELU, value, slope)]
        }
        kernels["Pow"] = OperatorKernel { context throws in
            let base = try context.any(0)
            let exponent = try context.any(1)
            if base.type == exponent.type { return [try context.combine(FK_POW, base, exponent)] }
            // The result is of the base's type, whatever the exponent's.
            let power = try context.combine(
                FK_POW, try base.converted(to: .double, in: context.memory),
                try exponent.converted(to: .double, in: context.memory))
            return [try power.converted(to: base.type, in: context.memory)]
        }
        kernels["Mod"] = OperatorKernel(since: 10) { context throws in
            let operation = try context.flag("fmod") ? FK_FMOD : FK_MOD
            return [try context.combine(operation, try context.any(0), try context.any(1))]
        }
        kernels["BitShift"] = OperatorKernel(since: 11) { context throws in
            let direction = try context.text("direction", default: "")
            try context.check(["LEFT", "RIGHT"].contains(direction), "attribute 'direction' is '\(direction)'")
            let operation = direction == "LEFT" ? FK_SHIFT_LEFT : FK_SHIFT_RIGHT
            return [try context.combine(operation, try context.any(0), try context.any(1))]
        }
        for (name, operation) in [("Max", FK_MAX), ("Min", FK_MIN), ("Sum", FK_ADD), ("Mean", FK_ADD)] {
            kernels[name] = OperatorKernel { context throws in
                var result = try context.any(0)
                for index in context.inputs.indices.dropFirst() {
                    result = try context.combine(operation, result, try context.any(index))
                }
                guard name == "Mean" else { return [result] }
                return [try context.apply(FK_AFFINE, to: result, 1 / Double(context.inputs.count), 0)]
            }
        }
        return kernels
    }()

    /// Comparisons, and operations on bits and truth values.
    static let logical: [String: OperatorKernel] = {
        var kernels: [String: OperatorKernel] = [:]
        let operations: [(String, Int, fk_binary_op)] = [
            ("And", 7, FK_AND), ("Or", 7, FK_OR), ("Xor", 7, FK_XOR), ("Equal", 7, FK_EQUAL), ("Less", 7, FK_LESS),
            ("LessOrEqual", 12, FK_LESS_OR_EQUAL), ("Greater", 7, FK_GREATER),
            ("GreaterOrEqual", 12, FK_GREATER_OR_EQUAL), ("BitwiseAnd", 18, FK_BITWISE_AND),
            ("BitwiseOr", 18, FK_BITWISE_OR), ("BitwiseXor", 18, FK_BITWISE_XOR),
        ]
        for (name, since, operation) in operations {
            kernels[name] = OperatorKernel(since: since) { context throws in
                [try context.combine(operation, try context.any(0), try context.any(1))]
            }
        }
        kernels["Where"] = OperatorKernel(since: 9, .any) { context throws in
            let condition = try context.input(0)
            let left = try context.input(1)
            let right = try context.input(2)
            try context.check(condition.type == .bool, "the condition is not a bool")
            try context.check(left.type == right.type, "its inputs are of different types")
            guard let both = Broadcast.shape(left.shape, right.shape),
                let shape = Broadcast.shape(both, condition.shape)
            else { throw context.failure("shapes do not broadcast: \(condition.shape), \(left.shape), \(right.shape)") }
            let result = try context.make(left.type, shape)
            let sizes = shape.isEmpty ? [1] : shape.map { Int64($0) }
            fk_where(
                left.width, sizes.count, sizes, result.bytes,
                condition.bytes.assumingMemoryBound(to: UInt8.self), Broadcast.strides(condition, to: shape),
                left.bytes,
                Broadcast.strides(left, to: shape), right.bytes, Broadcast.strides(right, to: shape))
            return [result]
        }
        return kernels
    }()
}

/// The multidirectional broadcasting of the ONNX specification, which is numpy's.
enum Broadcast {
    /// `nil` if the shapes do not go together.
    static func shape(_ left: [Int], _ right: [Int]) -> [Int]? {
        let rank = max(left.count, right.count)
        var result: [Int] = []
        for axis in 0..<rank {
            let x = axis < rank - left.count ? 1 : left[axis - (rank - left.count)]
            let y = axis < rank - right.count ? 1 : right[axis - (rank - right.count)]
            guard x == y || x == 1 || y == 1 else { return nil }
            result.append(x == 1 ? y : x)
        }
        return result
    }

    /// The strides of a value that is read as if it had a shape; at least one axis.
    static func strides(_ value: Value, to shape: [Int]) -> [Int64] {
        if shape.isEmpty { return [0] }
        let own = value.strides
        let missing = shape.count - value.rank
        return shape.indices.map { axis in
            axis < missing || value.shape[axis - missing] == 1 ? 0 : Int64(own[axis - missing])
        }
    }
}

extension KernelContext {
    /// A function of every pair of elements, broadcast. Channels-last images stay so.
    func combine(_ operation: fk_binary_op, _ left: Value, _ right: Value) throws -> Value {
        try check(left.type == right.type, "its inputs are of different types, \(left.type) and \(right.type)")
        guard let shape = Broadcast.shape(left.shape, right.shape) else {
            throw failure("shapes do not broadcast: \(left.shape) and \(right.shape)")
        }
        let isLast = [left, right].contains { $0.order == .channelsLast && !$0.isOrderless && $0.rank == shape.count }
        let order: Value.Order = isLast ? .channelsLast : .rowMajor
        let isTruth = [FK_EQUAL, FK_LESS, FK_LESS_OR_EQUAL, FK_GREATER, FK_GREATER_OR_EQUAL].contains(operation)
        let result = try make(isTruth ? .bool : left.type, shape, order: order)
        // The loops run in the order of the result's memory.
        let axes = isLast ? [0] + Array(2..<shape.count) + [1] : Array(shape.indices)
        func arranged(_ strides: [Int64]) -> [Int64] { shape.isEmpty ? strides : axes.map { strides[$0] } }
        let loops = Loops(
            sizes: arranged(shape.isEmpty ? [1] : shape.map { Int64($0) }),
            left: arranged(Broadcast.strides(left, to: shape)), right: arranged(Broadcast.strides(right, to: shape)))
        guard
            fk_binary(
                operation, left.type.rawValue, loops.sizes.count, loops.sizes, result.bytes, left.bytes, loops.left,
                right.bytes, loops.right) != 0
        else { throw refusal(of: left.type) }
        return result
    }
}

/// Nested loops over two arrays, with neighboring loops made one where both arrays allow it.
private struct Loops {
    var sizes: [Int64] = []
    var left: [Int64] = []
    var right: [Int64] = []

    init(sizes all: [Int64], left: [Int64], right: [Int64]) {
        for axis in all.indices {
            if all[axis] == 1, all.count > 1, axis < all.count - 1 || !sizes.isEmpty { continue }
            if let size = sizes.last, let x = self.left.last, let y = self.right.last,
                x == left[axis] * all[axis], y == right[axis] * all[axis]
            {
                sizes[sizes.count - 1] = size * all[axis]
                self.left[sizes.count - 1] = left[axis]
                self.right[sizes.count - 1] = right[axis]
            } else {
                sizes.append(all[axis])
                self.left.append(left[axis])
                self.right.append(right[axis])
            }
        }
    }
}
