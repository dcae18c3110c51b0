extension Linter {
    /// The rules that look at one file, in the order of their findings at the same place.
    static let fileRules: [any Rule.Type] = rejected + regretted + style

    /// What hb_mapper would reject.
    private static let rejected: [any Rule.Type] = [
        TextEncoding.self, TabCharacter.self, UnknownKey.self, MissingKey.self, WrongType.self, DuplicateKey.self,
        ListSeparator.self, ListLength.self, ValueNotAllowed.self, ValueOutOfRange.self, ModelFile.self,
        ModelVersion.self, InputName.self, InputShape.self, InputTypes.self, OddSize.self, NormValues.self,
        NodeInfo.self, CalibrationFolder.self, FastPerf.self, InputSource.self, CustomOp.self,
    ]

    /// What it would take and the user regret.
    private static let regretted: [any Rule.Type] = [
        March.self, OptimizeLevel.self, ImageNetNorm.self, TrainType.self, CalibrationDataType.self,
        CalibrationContents.self, NV12RangeMatch.self, RemovalOrder.self, ModelForm.self, SkipCalibration.self,
        DebugOn.self, DeprecatedKey.self,
    ]

    /// What only reads badly.
    private static let style: [any Rule.Type] = [
        TrailingBlank.self, FinalBreak.self, SectionOrder.self, Indentation.self,
    ]
}
