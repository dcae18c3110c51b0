internal import GraphEditing

/// One rewrite of a graph that leaves what it computes as it is.
protocol GraphPass: Sendable {
    /// As `--skip` and `--only` accept it: `fuse-batch-normalization`.
    static var name: String { get }
    /// What it does, for people: one phrase.
    static var summary: String { get }
    /// Rewrites wherever it can.
    ///
    /// - Returns: how often it did. 0 once there is nothing left to do: passes run until all of them say so.
    static func run(_ graph: inout EditableGraph, _ options: PassOptions) throws -> Int
}

/// What passes have to know.
struct PassOptions: Sendable {
    var target: SimplificationTarget
    /// The opset that the model is to have in the end.
    var opset: Int
    /// How many bytes constant folding may add to the file, all in all.
    var foldingLimit = 1 << 20
}

/// What a model is simplified for.
package enum SimplificationTarget: String, Sendable, CaseIterable {
    /// The RDK X5: opset 11, and the forms that the vendor's compiler fuses.
    case bayesE = "bayes-e"
    /// Any runtime: the opset stays.
    case generic
}
