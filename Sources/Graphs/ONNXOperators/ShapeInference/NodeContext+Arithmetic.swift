internal import ONNX

/// Arithmetic on sizes that a file claims: what does not fit into 64 bits is an error of the file.
extension NodeContext {
    func sum(_ left: Int, _ right: Int) throws -> Int {
        let (result, overflow) = left.addingReportingOverflow(right)
        if overflow { throw failure("\(left) + \(right) does not fit into 64 bits") }
        return result
    }

    func difference(_ left: Int, _ right: Int) throws -> Int {
        let (result, overflow) = left.subtractingReportingOverflow(right)
        if overflow { throw failure("\(left) - \(right) does not fit into 64 bits") }
        return result
    }

    func product(_ left: Int, _ right: Int) throws -> Int {
        let (result, overflow) = left.multipliedReportingOverflow(by: right)
        if overflow { throw failure("\(left) * \(right) does not fit into 64 bits") }
        return result
    }

    /// The product, where both are known or one of them is 1.
    func product(_ left: Dimension, _ right: Dimension) throws -> Dimension {
        switch (left, right) {
        case (.fixed(let first), .fixed(let second)): .fixed(try product(first, second))
        case (.fixed(1), let other), (let other, .fixed(1)): other
        default: .unknown
        }
    }

    func product(_ dimensions: some Sequence<Dimension>) throws -> Dimension {
        var result: Dimension = 1
        for dimension in dimensions { result = try product(result, dimension) }
        return result
    }

    /// The whole part of the quotient. The divisor is positive.
    func quotient(_ dividend: Dimension, _ divisor: Int) -> Dimension {
        switch dividend {
        case .fixed(let size): .fixed(size / divisor)
        default: divisor == 1 ? dividend : .unknown
        }
    }

    /// Both axes have the same size: the first one gets the size of the second one.
    func unify(_ target: inout Dimension, _ source: Dimension) throws {
        guard let merged = DimensionArithmetic.merge(target, source) else {
            throw failure("sizes \(target) and \(source) should be the same")
        }
        target = merged
    }

    /// What two shapes say together, the first one's names before the second one's.
    func merge(_ first: [Dimension], _ second: [Dimension]) throws -> [Dimension] {
        guard let merged = DimensionArithmetic.merge(first, second) else {
            throw failure("shapes \(first.text) and \(second.text) contradict each other")
        }
        return merged
    }

    func broadcast(_ first: [Dimension], _ second: [Dimension]) throws -> [Dimension] {
        guard let common = DimensionArithmetic.broadcast(first, second) else {
            throw failure("shapes \(first.text) and \(second.text) do not go together")
        }
        return common
    }

    /// The common shape of some inputs; `nil` if one of them is unknown.
    func broadcast(inputs indices: Range<Int>) throws -> [Dimension]? {
        var result: [Dimension]?
        for index in indices {
            guard shape(index) != nil else { return nil }
        }
        for index in indices {
            guard let shape = shape(index) else { return nil }
            result = try result.map { (before) throws in try broadcast(before, shape) } ?? shape
        }
        return result
    }

    // MARK: Axes

    /// An axis of a tensor of this rank, from a number that may count from the end.
    func axis(_ value: Int, rank: Int, _ name: String = "axis") throws -> Int {
        guard value >= -rank, value < rank else {
            throw node.refusal(name, "\(value) is not an axis of a tensor of rank \(rank)")
        }
        return value < 0 ? value + rank : value
    }

    /// Axes of a tensor of this rank, in the order that they are given in.
    func axes(
        _ values: [Int], rank: Int, _ name: String = "axes", distinct: Bool = true
    ) throws -> [Int] {
        var result: [Int] = []
        var seen: Set<Int> = []
        for value in values {
            let axis = try axis(value, rank: rank, name)
            if !seen.insert(axis).inserted, distinct { throw node.refusal(name, "axis \(axis) is there twice") }
            result.append(axis)
        }
        return result
    }
}

/// Axes that several inputs share, by name.
///
/// `try axes.match(context, 0, "N C H W")` says that input 0 has four axes, and binds the names to what it knows of them; the
/// same name is the same size in every input. A number is a size that the axis has to have.
struct NamedAxes {
    private var sizes: [Substring: Dimension] = [:]

    subscript(name: String) -> Dimension {
        get { sizes[Substring(name)] ?? .unknown }
        set { sizes[Substring(name)] = newValue }
    }

    /// An input of unknown shape is ignored.
    mutating func match(_ context: NodeContext, _ index: Int, _ names: String) throws {
        let names = names.split(separator: " ")
        guard let shape = try context.shape(index, rank: names.count) else { return }
        for (name, size) in zip(names, shape) {
            var dimension = Int(name).map { .fixed($0) } ?? sizes[name] ?? .unknown
            try context.unify(&dimension, size)
            sizes[name] = dimension
        }
    }

    /// The axes named, as a shape.
    func shape(_ names: String) -> [Dimension] {
        names.split(separator: " ").map { name in Int(name).map { .fixed($0) } ?? sizes[name] ?? .unknown }
    }
}
