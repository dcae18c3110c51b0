package import InputContract

/// Finds what is wrong with a model's input, by trying the usual other conventions on the float network.
package struct InputDiagnosis: Sendable {
    /// Planes of RGB, 0...255.
    package typealias Pixels = [Float]

    private let trial: ConventionTrial
    private let stated: ConventionTrial.Convention
    private let shape: [Int]

    /// - Parameters:
    ///   - stated: what the configuration says.
    ///   - shape: of the network's input.
    package init(_ trial: ConventionTrial, stated: ConventionTrial.Convention, shape: [Int]) {
        self.trial = trial
        self.stated = stated
        self.shape = shape
    }

    /// The usual normalizations of pixels.
    static let usual: [(name: String, normalization: Normalization)] = [
        ("ImageNet's mean and deviation", .imageNet),
        ("pixels in -1...1", Normalization(mean: [127.5, 127.5, 127.5], deviation: [127.5, 127.5, 127.5])),
        ("pixels in 0...1", Normalization(mean: [0, 0, 0], deviation: [255, 255, 255])),
        ("pixels in 0...255", Normalization(mean: [0, 0, 0], deviation: [1, 1, 1])),
    ]

    /// What another order or normalization of the images explains better.
    package func convention(_ images: [Pixels]) throws -> Cause? {
        guard images.count >= ConventionTrial.leastImages else { return nil }
        let base = try clarities(images, stated)
        var swapped = stated
        swapped.isSwapped.toggle()
        var candidates = [("", swapped)]
        for (name, normalization) in Self.usual where normalization != stated.normalization {
            candidates.append(
                (name, ConventionTrial.Convention(isSwapped: stated.isSwapped, normalization: normalization)))
        }
        var best: (name: String, convention: ConventionTrial.Convention, found: ConventionTrial.Comparison)?
        for (name, convention) in candidates {
            try Task.checkCancellation()
            let found = ConventionTrial.compare(try clarities(images, convention), with: base)
            if found.isBetter, found.other > best?.found.other ?? 0 { best = (name, convention, found) }
        }
        guard let best else { return nil }
        if best.convention.isSwapped != stated.isSwapped {
            return Cause(
                .bgrInput, evidence: evidence(best.found, "red and blue swapped", images.count),
                answer: "input_type_train: \(best.convention.isSwapped ? "bgr" : "rgb")")
        }
        return Cause(
            .wrongMean, evidence: evidence(best.found, best.name, images.count),
            answer: "mean_value: \(best.convention.normalization.meanText), "
                + "scale_value: \(best.convention.normalization.scaleText)")
    }

    /// Whether calibration samples are recognized better with red and blue swapped.
    package func samples(_ samples: [Pixels]) throws -> Cause? {
        guard samples.count >= ConventionTrial.leastImages else { return nil }
        var swapped = stated
        swapped.isSwapped.toggle()
        let found = ConventionTrial.compare(try clarities(samples, swapped), with: try clarities(samples, stated))
        guard found.isBetter else { return nil }
        return Cause(
            .bgrCalibrationData, evidence: evidence(found, "red and blue swapped", samples.count),
            answer: "make the calibration data again (calibration make), or swap its channels")
    }

    /// Whether a model reads another range than it is fed.
    package static func range(model: NV12Range?, fed: NV12Range, otherDb: Double?) -> Cause? {
        guard let model, model != fed else { return nil }
        let cost = otherDb.map { "; the mismatch alone leaves \(Diagnosis.figure($0)) dB at the logits" } ?? ""
        return Cause(
            .wrongRange, evidence: "the model was built for \(model.rawValue) range and is fed \(fed.rawValue)" + cost,
            answer: "input_space_and_range: \(fed == .full ? "regular" : "bt601_video")")
    }

    private func clarities(_ images: [Pixels], _ convention: ConventionTrial.Convention) throws -> [Double] {
        try images.map { try trial.clarity($0, shape: shape, convention) }
    }

    private func evidence(_ found: ConventionTrial.Comparison, _ name: String, _ count: Int) -> String {
        "with \(name), the float network's best class exceeds the mean logit by \(Diagnosis.figure(found.other)) standard deviations "
            + "instead of \(Diagnosis.figure(found.stated)) (\(count) images)"
    }
}
