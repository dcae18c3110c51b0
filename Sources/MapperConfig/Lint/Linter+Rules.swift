extension Linter {
    /// The rules that look at one file, in the order of their findings at the same place.
    static let fileRules: [any Rule.Type] = [
        TextEncoding.self, TabCharacter.self, UnknownKey.self, MissingKey.self, WrongType.self, DuplicateKey.self,
        ListSeparator.self, ListLength.self, ValueNotAllowed.self, ValueOutOfRange.self, ModelFile.self,
        InputName.self, InputShape.self, InputTypes.self, OddSize.self, NormValues.self, NodeInfo.self,
        CalibrationFolder.self, FastPerf.self, InputSource.self, CustomOp.self, March.self, OptimizeLevel.self,
        ImageNetNorm.self, TrainType.self, CalibrationDataType.self, SkipCalibration.self, DebugOn.self,
        DeprecatedKey.self,
    ]
}
