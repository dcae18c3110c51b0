internal import Diagnostics

/// Samples have the size of the model's input.
enum CalibrationSizeRule: DataRule {
    static let descriptor = RuleDescriptor(
        "calibration-size",
        summary: "samples have the size of the model's input",
        reason: """
            hb_mapper reads the raw numbers as one tensor of the input's shape. Samples of another size break the \
            build.
            """,
        fix: "Make the samples again with `repvit-convert calibration make` --size PIXELS.",
        example: "224 x 224 samples for a 256 x 256 model")

    static func check(_ data: InspectedData) -> [Finding] {
        guard let found = data.found else {
            return finding(
                in: data, "the files are of many sizes, and none fits an image",
                fix: "write each sample as the raw numbers of one tensor")
        }
        return wholeSet(data, found) + exceptions(data, found)
    }

    /// Most samples have another size than the model's input.
    private static func wholeSet(_ data: InspectedData, _ found: FoundFormat) -> [Finding] {
        guard found.kind != nil else {
            return finding(
                in: data, "most files have \(found.bytes) bytes, which fits no image",
                fix: "write each sample as the raw numbers of one tensor")
        }
        guard let width = data.expectation.width, let height = data.expectation.height,
            (width, height) != (found.width, found.height)
        else { return [] }
        return finding(
            in: data,
            "the samples are \(found.width) x \(found.height) pixels, but \(data.expectation.source) expects "
                + "\(width) x \(height)",
            fix: "make them again with `repvit-convert calibration make --size \(width)`")
    }

    /// Whole samples of another size than most.
    private static func exceptions(_ data: InspectedData, _ found: FoundFormat) -> [Finding] {
        let wrong = data.samples.compactMap { sample in
            sample.statistics == nil ? found.side(bytes: sample.bytes).map { (name: sample.name, side: $0) } : nil
        }
        guard let first = wrong.first else { return [] }
        return finding(
            in: data, names: wrong.map(\.name),
            "the sample is \(first.side) x \(first.side) pixels, the others are \(found.width) x \(found.height)",
            fix: "make it again with the model's size")
    }
}

extension FoundFormat {
    /// The size of a sample in bytes.
    var bytes: Int { headerBytes + count * element.bytes }

    /// The side of the square image that a file of another size holds in this format; `nil` if none fits.
    func side(bytes: Int) -> Int? {
        guard bytes > headerBytes, (bytes - headerBytes) % element.bytes == 0 else { return nil }
        let numbers = (bytes - headerBytes) / element.bytes
        switch kind {
        case .tensor(let channels): return numbers % channels == 0 ? FormatFinder.root(numbers / channels) : nil
        case .nv12: return numbers % 3 == 0 ? FormatFinder.root(numbers / 3 * 2) : nil
        case nil: return nil
        }
    }
}
