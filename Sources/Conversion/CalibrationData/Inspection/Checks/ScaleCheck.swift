internal import Diagnostics

/// `calibration-scale` and `calibration-normalised-twice`: numbers that are not the 0...255 of pictures, where the model
/// subtracts the mean and scales itself.
struct ScaleCheck: DataCheck {
    func check(_ data: InspectedData) -> [Finding] {
        // A model that does not normalise may have been trained on any of these but one.
        let isRaw = data.expectation.isNormalisedByModel ?? true
        let fix = "write the pictures' own numbers, 0...255: the model subtracts mean_value and scales itself"
        switch data.scale {
        case .bytes, .unknown: return []
        case .normalisedTwice:
            return finding(
                "calibration-normalised-twice", in: data, "the numbers look as if they were normalised twice", fix: fix)
        case .normalised where isRaw:
            let certain = data.expectation.isNormalisedByModel == true
            return finding(
                "calibration-normalised-twice", in: data,
                "the numbers are normalised already (mean \(short(data)))"
                    + (certain
                        ? ", and the model does it again" : "; a model with mean_value and scale_value does it again"),
                fix: fix)
        case .normalised: return []
        case .unitTwice:
            return finding("calibration-scale", in: data, "the numbers are 0...1/255: divided by 255 twice", fix: fix)
        case .unit, .symmetric, .shifted:
            guard isRaw else { return [] }
            return finding(
                "calibration-scale", in: data, "the numbers are \(data.scale.rawValue), not 0...255", fix: fix)
        }
    }

    private func short(_ data: InspectedData) -> String {
        let all = data.measured.map(\.statistics)
        let mean = all.map(\.mean).reduce(0, +) / Double(max(1, all.count))
        let deviation = all.map(\.deviation).reduce(0, +) / Double(max(1, all.count))
        func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
        return "\(rounded(mean)), deviation \(rounded(deviation))"
    }
}
