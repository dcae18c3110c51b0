package import Diagnostics

extension Linter {
    /// The rules that look at one file, in the order of their findings at the same position.
    static let fileRules: [any ConfigRule.Type] = [
        // Rejected by hb_mapper.
        TextEncodingRule.self, TabCharacterRule.self, UnknownKeyRule.self, MissingKeyRule.self, WrongTypeRule.self,
        DuplicateKeyRule.self, ListSeparatorRule.self, ListLengthRule.self, ValueNotAllowedRule.self,
        ValueOutOfRangeRule.self, ModelFileRule.self, ModelVersionRule.self, InputNameRule.self, InputShapeRule.self,
        InputTypesRule.self, OddSizeRule.self, NormValuesRule.self, NodeInfoRule.self, CalibrationFolderRule.self,
        RunFastRule.self, InputSourceRule.self, CustomOpRule.self,
        // Accepted, at a cost.
        MarchNotX5Rule.self, OptimizeLevelRule.self, ImagenetNormRule.self, TrainTypeRule.self, CalDataTypeRule.self,
        CalibrationContentsRule.self, NV12RangeRule.self, RemovalOrderRule.self, ModelFormRule.self,
        SkipCalibrationRule.self, DebugOnRule.self, DeprecatedKeyRule.self,
        // Style.
        TrailingBlankRule.self, FinalLineBreakRule.self, SectionOrderRule.self, IndentationRule.self,
    ]

    /// Every rule, sorted by id.
    package static let rules = RuleSet(
        "config lint",
        (fileRules + [SharedOutputRule.self, LintCommentRule.self, YAMLSyntaxRule.self] as [any Rule.Type])
            .sorted { $0.descriptor.id < $1.descriptor.id })
}
