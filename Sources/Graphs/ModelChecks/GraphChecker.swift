package import Diagnostics
package import InputContract
package import ONNX
internal import ONNXOperators

/// Checks that a model is valid ONNX, and that hb_mapper accepts it and the BPU runs it well.
package struct GraphChecker: Sendable {
    package var march: March

    package init(march: March = .bayesE) { self.march = march }

    /// Every rule, those of the standard first.
    package static let rules = RuleSet(
        "verify", [UnreadableFileRule.self] + (standardChecks + mapperChecks).flatMap { $0.rules })

    /// Every finding, those of the standard first. Reads no payloads but a few scalars.
    ///
    /// - Parameter rules: the only rules to check; `nil` for all. Checks of other rules are skipped.
    package func check(_ model: Model, only rules: Set<String>? = nil) -> [Finding] {
        let context = CheckContext(model: model, march: march)
        var checks = Self.standardChecks + (march == .none ? [] : Self.mapperChecks)
        if let rules { checks.removeAll { check in rules.isDisjoint(with: check.rules.map { $0.descriptor.id }) } }
        var findings = checks.flatMap { $0.findings(in: context) }
        if let rules { findings.removeAll { !rules.contains($0.rule) } }
        return findings.map { finding in
            var finding = finding
            finding.location = finding.location ?? context.location
            return finding
        }
    }

    /// The ONNX standard.
    private static let standardChecks: [any ModelCheck.Type] = [
        IRVersionRule.self, OpsetImportRule.self, DuplicateMetadataRule.self, EmptyGraphRule.self,
        MissingNameRule.self, MissingTypeRule.self, ValueScopeCheck.self, UnknownOperatorRule.self,
        OperandCountCheck.self, AttributeRule.self, TensorPayloadCheck.self, SparseTensorRule.self,
        FunctionCheck.self, ShapeConflictCheck.self,
    ]

    /// hb_mapper and the BPU.
    private static let mapperChecks: [any ModelCheck.Type] = [
        MapperOpsetRule.self, MapperIRVersionRule.self, MapperDomainRule.self, MapperInputRule.self,
        StaticShapeRule.self, BPUOperatorCheck.self, UnfusedBatchNormalizationRule.self, ConstantWeightsRule.self,
        BrokenGELURule.self,
    ]
}
