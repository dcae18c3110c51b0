package import Diagnostics
internal import GraphEditing
package import ONNX
internal import ONNXOperators

/// Turns any exported model into the graph that the BPU runs fastest, computing the same.
///
/// All passes run in the order of ``passes``, again and again, until none finds anything to do. The order matters little,
/// for a pass that comes too early gets its turn again; it is: constants and shapes first, so that patterns see numbers;
/// then activations, which must be recognized before their constants are folded into weights; then the opset; then
/// fusions from small to large.
package struct Simplifier: Sendable {
    package var target: SimplificationTarget
    /// `nil`: 11 for ``SimplificationTarget/bayesE`` (10 if the model has it already), the model's own for
    /// ``SimplificationTarget/generic``.
    package var opset: Int?
    /// Passes that do not run.
    package var skipped: Set<String> = []
    /// The only passes that run; `nil` for all.
    package var only: Set<String>?
    /// Sizes of inputs by name, instead of what the model says.
    package var inputShapes: [String: [Int]] = [:]
    var passes: [any GraphPass.Type] = Self.allPasses

    package init(target: SimplificationTarget = .bayesE) { self.target = target }

    static let allPasses: [any GraphPass.Type] = [
        ConstantsToInitializers.self, FoldShapes.self, FoldConstants.self, RemoveNoOps.self, MergeDuplicates.self,
        RemoveDead.self, CanonicalGELU.self, CanonicalSiLU.self, CanonicalHardSwish.self, ConvertOpset.self,
        ExplicitConvolution.self, FusePadding.self, MatMulToGemm.self, FuseBatchNormalization.self,
        FuseScaleAndShift.self, MergeBranches.self, MergeHeads.self, MergeConvolutions.self, MeanToPool.self,
        BatchFreeReshape.self, OrderOperands.self,
    ]

    /// The names of all passes, in the order in which they run.
    package static var passNames: [String] { allPasses.map { $0.name } }
    /// What each pass does, in the order in which they run.
    package static var passSummaries: [(name: String, summary: String)] { allPasses.map { ($0.name, $0.summary) } }

    /// More rounds than any model needs: each round but the last makes the graph simpler.
    private static let roundLimit = 64

    /// Simplifies a model. What it computes is not checked here: see ``OutputComparison``.
    ///
    /// - Throws: ``SimplificationError``: `unknownPass`, `inputShape`, `opset` for options that cannot be, `overflow` if
    ///   a fused weight is beyond float32.
    package func simplify(_ model: Model) throws -> Simplification {
        for name in skipped.union(only ?? []).sorted() where !passes.contains(where: { $0.name == name }) {
            throw SimplificationError.unknownPass(name)
        }
        var graph = EditableGraph(try model.inliningFunctions())
        var findings = try fixInputs(&graph)
        if !model.functions.isEmpty {
            findings.append(
                Finding(
                    rule: "functions", severity: .note,
                    message: "calls of functions that the model defines are written out"))
        }
        let options = PassOptions(target: target, opset: try targetOpset(of: graph))
        var runs = passes.map { PassRun(name: $0.name, summary: $0.summary, rewrites: 0) }
        let chosen = passes.indices.filter { index in
            let name = passes[index].name
            return !skipped.contains(name) && only?.contains(name) != false
        }
        for _ in 0..<Self.roundLimit {
            var rewrites = 0
            for index in chosen {
                let count = try passes[index].run(&graph, options)
                if count > 0 { graph.refreshShapes() }
                runs[index].rewrites += count
                rewrites += count
            }
            if rewrites == 0 { break }
        }
        finish(&graph)
        findings += graph.notes.map { note in
            Finding(
                rule: ConvertOpset.name, severity: note.isError ? .error : .warning, message: note.message,
                fix: note.fix,
                node: note.node)
        }
        return Simplification(model: try graph.model(), passes: runs, findings: findings)
    }

    private func targetOpset(of graph: EditableGraph) throws -> Int {
        if let opset {
            guard ConvertOpset.range.contains(opset) || opset == graph.opset else {
                throw SimplificationError.opset(opset)
            }
            return opset
        }
        return target == .generic || graph.opset == 10 ? graph.opset : 11
    }

    /// Applies the requested sizes to inputs; an open batch is 1 where the BPU needs a number.
    private func fixInputs(_ graph: inout EditableGraph) throws -> [Finding] {
        var findings: [Finding] = []
        for (name, sizes) in inputShapes.sorted(by: { $0.key < $1.key }) {
            guard let input = graph.inputs.first(where: { $0.name == name }) else {
                let known = graph.inputs.map(\.name).joined(separator: ", ")
                throw SimplificationError.inputShape("the model has no input '\(name)'; it has \(known)")
            }
            if let rank = input.type?.shape?.count, rank != sizes.count {
                throw SimplificationError.inputShape(
                    "input '\(name)' has \(rank) axes, and \(sizes.count) sizes were given")
            }
            guard !sizes.isEmpty, sizes.allSatisfy({ (1...1 << 24).contains($0) }) else {
                throw SimplificationError.inputShape("the sizes of input '\(name)' must be 1 to \(1 << 24)")
            }
            graph.setInputShape(name, sizes)
        }
        guard target == .bayesE else { return findings }
        for input in graph.inputs where !graph.isConstant(input.name) {
            guard let shape = input.type?.shape, let batch = shape.first, batch.size == nil,
                case let rest = shape.dropFirst().compactMap(\.size), rest.count == shape.count - 1
            else { continue }
            graph.setInputShape(input.name, [1] + rest)
            findings.append(
                Finding(
                    rule: "open-batch", severity: .note,
                    message: "the batch of input '\(input.name)' is made 1 (it was \(batch)): the BPU needs a number"))
        }
        return findings
    }

    private func finish(_ graph: inout EditableGraph) {
        var domains: Set<String> = [""]
        for id in graph.order() {
            guard let node = graph[id] else { continue }
            domains.insert(node.isStandard ? "" : node.domain)
            // Bodies of control flow may use what is not looked into.
            if !node.subgraphs.isEmpty { return }
        }
        graph.keepOpsets { domains.contains($0) }
        guard target == .bayesE || opset != nil else { return }
        graph.irVersion = Self.irVersion(opset: graph.opset)
        // hb_mapper names the compiled program after the graph, and programs for the board rely on that name.
        if target == .bayesE { graph.graphName = "main_graph" }
    }

    /// The version of the file format that came with an opset (ONNX's table of versions), at least 4: before, every
    /// initializer had to be an input.
    private static func irVersion(opset: Int) -> Int {
        switch opset {
        case ..<10: 4
        case 10: 5
        case 11: 6
        case 12...14: 7
        case 15...18: 8
        case 19...20: 9
        case 21...22: 10
        default: 11
        }
    }
}

/// What came of simplifying a model.
package struct Simplification: Sendable {
    package var model: Model
    /// In the order in which they ran, those that had nothing to do too.
    package var passes: [PassRun]
    /// An error means that the model is not what was asked for.
    package var findings: [Finding]
}

/// What one pass did.
package struct PassRun: Sendable, Codable, Hashable {
    package var name: String
    package var summary: String
    /// Over all rounds.
    package var rewrites: Int
}
