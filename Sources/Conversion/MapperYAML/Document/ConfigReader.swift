internal import Diagnostics
internal import InputContract
internal import YAML

/// Reads the settings of a file for the typed views, or reports the first unusable one.
struct ConfigReader {
    let file: ConfigFile

    init(_ file: ConfigFile) {
        self.file = file
    }

    func text(_ key: Key, default defaultValue: String? = nil) throws -> String {
        guard let setting = file[key] else {
            guard let defaultValue else { throw unusable(key, "is missing") }
            return defaultValue
        }
        guard let text = setting.text else { throw unusable(key, "is not \(setting.schema.type.phrase)") }
        guard !text.isEmpty || defaultValue != nil else { throw unusable(key, "is empty") }
        return text
    }

    func inputs() throws -> [MapperConfig.Input] {
        let count = file.list(.inputTypeRt).count
        guard count > 0 else { throw unusable(.inputTypeRt, "is missing or empty") }
        var inputs: [MapperConfig.Input] = []
        for index in 0..<count {
            let normType = try value(.normType, index, of: count) ?? "no_preprocess"
            let rangeWord = try value(.inputSpaceAndRange, index, of: count) ?? "regular"
            guard let range = NV12Range(inputSpaceAndRange: rangeWord) else {
                throw unusable(.inputSpaceAndRange, "is '\(rangeWord)'")
            }
            var shape: [Int]?
            if let text = try value(.inputShape, index, of: count) {
                guard let sizes = VendorText.shape(text), sizes.allSatisfy({ $0 > 0 }) else {
                    throw unusable(.inputShape, "is '\(text)'")
                }
                shape = sizes
            }
            let folder = file.readsCalibrationData ? try value(.calDataDir, index, of: count) : nil
            inputs.append(
                MapperConfig.Input(
                    name: try value(.inputName, index, of: count),
                    runtimeType: try needed(.inputTypeRt, index, of: count),
                    trainingType: try needed(.inputTypeTrain, index, of: count),
                    trainingLayout: try needed(.inputLayoutTrain, index, of: count),
                    range: range, shape: shape, normType: normType,
                    mean: normType.contains("mean") ? try numbers(.meanValue, index, of: count) : nil,
                    scale: normType.contains("scale") ? try numbers(.scaleValue, index, of: count) : nil,
                    calibrationFolder: folder.map(file.resolve),
                    calibrationDataType: try value(.calDataType, index, of: count)
                        ?? (folder?.hasSuffix("_f32") == true ? "float32" : "uint8")))
        }
        return inputs
    }

    func batch() throws -> Int {
        guard file[.inputBatch] != nil, let first = file.list(.inputBatch).first else { return 1 }
        guard let first, let batch = PythonNumber.int(first), (1...4096).contains(batch) else {
            throw unusable(.inputBatch, "is '\(first ?? "")'")
        }
        return batch
    }

    /// An element of a list that is missing, or has one element per input.
    private func value(_ key: Key, _ index: Int, of count: Int) throws -> String? {
        guard let setting = file[key] else { return nil }
        guard let list = setting.list else { throw unusable(key, "is not \(setting.schema.type.phrase)") }
        if list.isEmpty { return nil }
        guard list.count == count, let value = list[index] else {
            throw unusable(key, "has \(list.count) values for \(count) inputs")
        }
        return value
    }

    private func needed(_ key: Key, _ index: Int, of count: Int) throws -> String {
        guard let value = try value(key, index, of: count) else { throw unusable(key, "is missing") }
        return value
    }

    private func numbers(_ key: Key, _ index: Int, of count: Int) throws -> [Double] {
        let text = try needed(key, index, of: count)
        guard let numbers = VendorText.numbers(text), !numbers.isEmpty else { throw unusable(key, "is '\(text)'") }
        return numbers
    }

    func unusable(_ key: Key, _ problem: String) -> MapperConfigError {
        let section = Schema.schema(of: key)?.section ?? .model
        let mark = file[key]?.mark ?? file.mark(of: section)
        return .unusable(
            key: key, problem: problem,
            location: SourceLocation(path: file.path, line: mark.line, column: mark.column))
    }
}
