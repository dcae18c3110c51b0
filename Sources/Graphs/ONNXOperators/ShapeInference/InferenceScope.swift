internal import ONNX

/// The values that a graph can see: its own, and those around it.
final class InferenceScope {
    let parent: InferenceScope?
    /// Opsets by domain, the default one under the empty name.
    let opsets: [String: Int]
    var values: [String: InferredValue] = [:]
    /// What the file states of the graph's values.
    var stated: [String: ValueType] = [:]
    /// In a function: parameters that the caller left out.
    var absentNames: Set<String> = []
    /// Whether an unknown operator has been met, here or outside: what comes after it may be anything, and what
    /// is missing is not an error.
    var isLenient: Bool

    init(parent: InferenceScope?, opsets: [String: Int], isLenient: Bool) {
        self.parent = parent
        self.opsets = opsets
        self.isLenient = isLenient
    }

    /// A scope inside this one.
    func inner() -> InferenceScope { InferenceScope(parent: self, opsets: opsets, isLenient: isLenient) }

    func value(_ name: String) -> InferredValue? {
        if let value = values[name] { return value }
        var scope = parent
        while let current = scope {
            if let value = current.values[name] { return value.seenFromInside }
            scope = current.parent
        }
        return nil
    }
}
