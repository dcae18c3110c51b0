package import ONNX

/// The layers of a model as a tree by name scope.
package struct LayerTree: Sendable {
    /// A module, or at the ends one layer.
    package struct Branch: Sendable, Equatable {
        /// Its own name within the module around it.
        package var name: String
        /// The names of the siblings after it that are made the same way, folded into this one.
        package var twins: [String]
        /// How often each operator is in it, in the order of the graph.
        package var operators: [(name: String, count: Int)]
        /// Of its last layer's first output.
        package var outputType: ValueType?
        /// Of one of the twins.
        package var layers: Int
        /// Of one of the twins.
        package var parameters: Int
        /// Of one of the twins; `nil` if a shape is unknown.
        package var macs: Int?
        package var members: [Branch]

        /// How many there are of the kind.
        package var count: Int { twins.count + 1 }

        /// What several of it cost together.
        package func cost(times count: Int) -> LayerCost {
            var cost = LayerCost()
            cost.parameters = SaturatingSum.product(parameters, count)
            cost.macs = macs.map { SaturatingSum.product($0, count) }
            return cost
        }

        package static func == (lhs: Self, rhs: Self) -> Bool {
            lhs.name == rhs.name && lhs.twins == rhs.twins && lhs.isTwin(of: rhs)
        }

        /// Whether the two are made the same way, whatever they are called.
        func isTwin(of other: Branch) -> Bool {
            layers == other.layers && parameters == other.parameters && macs == other.macs
                && outputType == other.outputType && operators.elementsEqual(other.operators, by: ==)
                && members.count == other.members.count
                && zip(members, other.members).allSatisfy { $0.count == $1.count && $0.isTwin(of: $1) }
        }
    }

    /// The outermost modules.
    package let branches: [Branch]

    /// Groups by scope. Siblings that are called alike but for a number, and are made the same way, become one branch.
    package init(_ list: LayerList) {
        let root = Module(name: "")
        for (index, layer) in list.layers.enumerated() {
            root.module(at: layer.scope[...]).members.append(.layer(index))
        }
        branches = root.branches(of: list.layers)
    }
}

/// A module being filled.
private final class Module {
    enum Member {
        case module(Module)
        /// An index into the list of layers.
        case layer(Int)
    }

    let name: String
    var members: [Member] = []
    private var modules: [String: Module] = [:]
    /// How many kinds of siblings a module is compared with: a network has few, a hostile file may have a million.
    private static let comparisonLimit = 8

    init(name: String) { self.name = name }

    func module(at scope: ArraySlice<String>) -> Module {
        guard let first = scope.first else { return self }
        if let module = modules[first] { return module.module(at: scope.dropFirst()) }
        let module = Module(name: first)
        modules[first] = module
        members.append(.module(module))
        return module.module(at: scope.dropFirst())
    }

    func branches(of layers: [Layer]) -> [LayerTree.Branch] {
        var branches: [LayerTree.Branch] = []
        /// Where the first of each kind is, by what its name begins with.
        var firsts: [String: [Int]] = [:]
        for member in members {
            let branch =
                switch member {
                case .layer(let index): LayerTree.Branch(layers[index])
                case .module(let module): LayerTree.Branch(module.name, module.branches(of: layers))
                }
            guard let stem = branch.numberedStem, branch.layers > 1 else {
                branches.append(branch)
                continue
            }
            if let first = firsts[stem]?.suffix(Self.comparisonLimit).first(
                where: { branches[$0].isTwin(of: branch) })
            {
                branches[first].twins.append(branch.name)
            } else {
                firsts[stem, default: []].append(branches.count)
                branches.append(branch)
            }
        }
        return branches
    }
}

extension LayerTree.Branch {
    fileprivate init(_ layer: Layer) {
        self.init(
            name: NameScope.lastPart(of: layer.name), twins: [], operators: [(layer.operatorType, 1)],
            outputType: layer.outputType, layers: 1, parameters: layer.parameters, macs: layer.macs, members: [])
    }

    /// A module. With one member only, the two are one branch.
    fileprivate init(_ name: String, _ members: [LayerTree.Branch]) {
        if members.count == 1, let only = members.first, only.twins.isEmpty {
            self = only
            self.name = only.members.isEmpty ? name : "\(name).\(only.name)"
            return
        }
        var order: [String] = []
        var counts: [String: Int] = [:]
        for member in members {
            for (name, count) in member.operators {
                if counts[name] == nil { order.append(name) }
                counts[name, default: 0] += count * member.count
            }
        }
        self.init(
            name: name, twins: [], operators: order.map { ($0, counts[$0] ?? 0) },
            outputType: members.last?.outputType, layers: members.reduce(0) { $0 + $1.layers * $1.count },
            parameters: members.reduce(0) { SaturatingSum.of($0, $1.cost(times: $1.count).parameters) },
            macs: members.reduce(0) { SaturatingSum.of($0, $1.cost(times: $1.count).macs) }, members: members)
    }

    /// The name up to its number: `blocks.` of `blocks.3`; `nil` of a name that ends in none.
    fileprivate var numberedStem: String? {
        let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }.count
        return digits > 0 ? String(name.dropLast(digits)) : nil
    }

    /// `blocks.1, 3 ... 13` for a branch with twins.
    package var title: String {
        guard let last = twins.last, let stem = numberedStem else { return name }
        let numbers = ([name] + twins).map { $0.dropFirst(stem.count) }
        switch numbers.count {
        case 2, 3: return stem + numbers.joined(separator: ", ")
        default:
            let steps = zip(numbers.dropFirst(), numbers).map { (Int($0) ?? 0) &- (Int($1) ?? 0) }
            let isEven = steps.allSatisfy { $0 == steps[0] }
            if isEven, steps[0] == 1 { return "\(stem)\(numbers[0]) ... \(last.dropFirst(stem.count))" }
            if isEven { return "\(stem)\(numbers[0]), \(numbers[1]) ... \(last.dropFirst(stem.count))" }
            return "\(stem)\(numbers[0]) and \(numbers.count - 1) like it"
        }
    }
}
