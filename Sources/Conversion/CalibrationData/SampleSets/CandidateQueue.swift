/// The files that may be chosen, in the order in which they are tried.
struct CandidateQueue {
    /// In order; a place in it is the number that a sample's name starts with.
    let paths: [String]
    private let classes: [Int]
    /// For each class its places, of which the first ones may be taken already.
    private var waiting: [ArraySlice<Int>]
    private var isTaken: [Bool]
    private var position = 0

    /// The paths in an order that depends on them and the seed alone.
    init(_ paths: [String], seed: UInt64) {
        self.paths = paths.shuffled(seed: seed)
        classes = []
        waiting = []
        isTaken = [Bool](repeating: false, count: paths.count)
    }

    /// The same, with the classes taking turns. What has no class is left out.
    init(_ paths: [String], seed: UInt64, balancedBy labels: ClassLabels) {
        var groups: [String: [String]] = [:]
        for path in paths.shuffled(seed: seed) {
            if let label = labels.label(of: path) { groups[label, default: []].append(path) }
        }
        let names = groups.keys.sorted().shuffled(seed: seed)
        var ordered: [String] = []
        var classes: [Int] = []
        var waiting = [[Int]](repeating: [], count: names.count)
        let members = names.map { groups[$0] ?? [] }
        for turn in 0..<(members.map(\.count).max() ?? 0) {
            for (index, group) in members.enumerated() where turn < group.count {
                waiting[index].append(ordered.count)
                classes.append(index)
                ordered.append(group[turn])
            }
        }
        self.paths = ordered
        self.classes = classes
        self.waiting = waiting.map { $0[...] }
        isTaken = [Bool](repeating: false, count: ordered.count)
    }

    /// The next places, as many as there are.
    mutating func take(_ count: Int) -> [Int] {
        var places: [Int] = []
        while places.count < count, position < paths.count {
            if !isTaken[position] {
                isTaken[position] = true
                places.append(position)
            }
            position += 1
        }
        return places
    }

    /// The next place of the same class, or of any.
    mutating func takeReplacement(for place: Int) -> Int? {
        if !classes.isEmpty {
            let index = classes[place]
            while let next = waiting[index].popFirst() {
                if isTaken[next] { continue }
                isTaken[next] = true
                return next
            }
        }
        return take(1).first
    }
}
