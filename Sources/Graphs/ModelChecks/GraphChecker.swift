package import Diagnostics
package import InputContract
package import ONNX
internal import ONNXOperators

/// Whether a model is sound, and whether the vendor's compiler will take it and run it well.
package struct GraphChecker: Sendable {
    package var march: March

    package init(march: March = .bayesE) { self.march = march }

    /// Every finding, those of the standard first. Payloads are not touched but for a few scalars.
    ///
    /// - Parameter rules: the only rules to look at; `nil`: all. What the others need is then not worked out.
    package func check(_ model: Model, only rules: Set<String>? = nil) -> [Finding] {
        let context = CheckContext(model: model, march: march)
        var checks = Self.standardChecks + (march == .none ? [] : Self.mapperChecks)
        if let rules { checks.removeAll { check in rules.isDisjoint(with: check.rules.map(\.id)) } }
        var findings = checks.flatMap { $0.findings(in: context) }
        if let rules { findings.removeAll { !rules.contains($0.rule) } }
        return findings.map { finding in
            var finding = finding
            finding.location = finding.location ?? context.location
            return finding
        }
    }

    /// What the ONNX standard asks for.
    static let standardChecks: [any ModelCheck.Type] = [
        IRVersionCheck.self, OpsetImportCheck.self, MetadataCheck.self, EmptyGraphCheck.self, MissingNameCheck.self,
        MissingTypeCheck.self, ValueScopeCheck.self, KnownOperatorCheck.self, OperandCountCheck.self,
        AttributeCheck.self, TensorPayloadCheck.self, SparseTensorCheck.self, FunctionCheck.self,
        ShapeConflictCheck.self,
    ]

    /// What hb_mapper and the BPU ask for.
    static let mapperChecks: [any ModelCheck.Type] = [
        MapperOpsetCheck.self, MapperIRVersionCheck.self, MapperDomainCheck.self, MapperInputCheck.self,
        StaticShapeCheck.self, BPUOperatorCheck.self, UnfusedBatchNormalizationCheck.self, ConstantWeightsCheck.self,
        BrokenGELUCheck.self,
    ]
}

/// One check: finds, and knows nothing of how findings look.
protocol ModelCheck: SendableMetatype {
    /// The rules that its findings name.
    static var rules: [CheckRule] { get }
    static func findings(in context: CheckContext) -> [Finding]
}
