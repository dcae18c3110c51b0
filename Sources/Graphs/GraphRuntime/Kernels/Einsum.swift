internal import CFloatKernels

extension OperatorKernels {
    /// Einstein sums, as numpy has them: inputs are joined one after the other, each time as a batched matrix product of
    /// the axes that only one of both has.
    static func einsum(_ context: KernelContext) throws -> Value {
        let equation = try context.text("equation", default: "").filter { $0 != " " }
        let sides = equation.split(separator: "->", omittingEmptySubsequences: false).map(String.init)
        let terms = sides.first?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
        try context.check(
            sides.count <= 2 && terms.count == context.inputs.count,
            "the equation '\(equation)' does not fit \(context.inputs.count) inputs")
        var operands: [(labels: [Character], value: Value)] = []
        var ellipsis: [Character] = []
        for (index, term) in terms.enumerated() {
            let value = try context.input(index)
            let labels = try expand(context, term, rank: value.rank, &ellipsis)
            operands.append(try diagonal(context, labels, value))
        }
        let output = try outputLabels(context, sides, terms, ellipsis)
        let all = operands.flatMap(\.labels)
        try context.check(
            output.allSatisfy(all.contains) && Set(output).count == output.count,
            "the equation '\(equation)' has no such result")

        var result = operands.removeFirst()
        for (index, operand) in operands.enumerated() {
            let needed = Set(output + operands[(index + 1)...].flatMap(\.labels))
            result = try join(context, result, operand, needed: needed)
        }
        // What is left over is summed, and the rest is brought into order.
        let extra = result.labels.indices.filter { !output.contains(result.labels[$0]) }
        if !extra.isEmpty {
            let sum = try context.reduce(FK_SUM, result.value, axes: extra, keepsAxes: false)
            result = (result.labels.filter(output.contains), sum)
        }
        let axes = output.compactMap { result.labels.firstIndex(of: $0) }
        return try context.transpose(result.value, axes)
    }

    /// Digits name the axes of an ellipsis, counted from the last.
    private static func expand(
        _ context: KernelContext, _ term: String, rank: Int, _ ellipsis: inout [Character]
    ) throws -> [Character] {
        let parts = term.split(separator: "...", omittingEmptySubsequences: false)
        let letters = term.filter { $0 != "." }
        try context.check(
            parts.count <= 2 && letters.allSatisfy { $0.isASCII && $0.isLetter },
            "the equation's term '\(term)' is not understood")
        if parts.count < 2 {
            try context.check(letters.count == rank, "the equation's term '\(term)' does not fit \(rank) axes")
            return Array(letters)
        }
        let count = rank - letters.count
        try context.check(count >= 0 && count < 10, "the equation's term '\(term)' does not fit \(rank) axes")
        let digits = (0..<count).reversed().map { Character(String($0)) }
        if count > ellipsis.count { ellipsis = digits }
        return Array(parts[0]) + digits + Array(parts[1])
    }

    private static func outputLabels(
        _ context: KernelContext, _ sides: [String], _ terms: [String], _ ellipsis: [Character]
    ) throws -> [Character] {
        if sides.count == 2 {
            let parts = sides[1].split(separator: "...", omittingEmptySubsequences: false)
            return parts.count == 2 ? Array(parts[0]) + ellipsis + Array(parts[1]) : Array(sides[1])
        }
        let letters = terms.joined().filter { $0 != "." }
        return ellipsis + letters.filter { letter in letters.count { $0 == letter } == 1 }.sorted()
    }

    /// An axis that is named twice is the diagonal of both.
    private static func diagonal(
        _ context: KernelContext, _ labels: [Character], _ value: Value
    ) throws -> (labels: [Character], value: Value) {
        var names: [Character] = []
        var shape: [Int] = []
        var strides: [Int] = []
        for (axis, label) in labels.enumerated() {
            if let index = names.firstIndex(of: label) {
                try context.check(shape[index] == value.shape[axis], "axes of '\(label)' are of different size")
                strides[index] += value.strides[axis]
            } else {
                names.append(label)
                shape.append(value.shape[axis])
                strides.append(value.strides[axis])
            }
        }
        if names.count == labels.count { return (labels, value) }
        let result = try context.make(value.type, shape)
        result.copy(from: value, shape: shape, strides: strides)
        return (names, result)
    }

    private static func join(
        _ context: KernelContext, _ left: (labels: [Character], value: Value),
        _ right: (labels: [Character], value: Value), needed: Set<Character>
    ) throws -> (labels: [Character], value: Value) {
        var sizes: [Character: Int] = [:]
        for (label, size) in zip(left.labels + right.labels, left.value.shape + right.value.shape) {
            let known = sizes[label] ?? 1
            try context.check(known == size || known == 1 || size == 1, "axes of '\(label)' are of different size")
            sizes[label] = known == 1 ? size : known
        }
        let shared = left.labels.filter(right.labels.contains)
        let batch = shared.filter(needed.contains)
        let summed = shared.filter { !needed.contains($0) }
        let rows = left.labels.filter { !shared.contains($0) }
        let columns = right.labels.filter { !shared.contains($0) }
        func total(_ labels: [Character]) -> Int { labels.reduce(1) { $0 * (sizes[$1] ?? 1) } }
        func arranged(
            _ operand: (labels: [Character], value: Value), _ order: [Character]
        ) throws -> Value {
            let axes = order.compactMap { operand.labels.firstIndex(of: $0) }
            let moved = try context.transpose(operand.value, axes).ordered(.rowMajor, in: context.memory)
            return try context.expand(moved, to: order.map { sizes[$0] ?? 1 })
        }
        let x = try arranged(left, batch + rows + summed).reshaped([total(batch), total(rows), total(summed)])
        let y = try arranged(right, batch + summed + columns).reshaped([total(batch), total(summed), total(columns)])
        let product = try context.multiply(x, y)
        let labels = batch + rows + columns
        try context.check(labels.count <= Value.mostAxes, "it has too many axes")
        return (labels, product.reshaped(labels.map { sizes[$0] ?? 1 }))
    }
}
