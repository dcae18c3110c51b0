internal import CalibrationData
package import Diagnostics
package import GraphPasses
internal import GraphRuntime
internal import Imaging
internal import InputContract
internal import ONNX
internal import Support

/// Reads a model, simplifies it, checks that its outputs stay the same, and only then writes it.
package struct ModelSimplification: Sendable {
    package var input: String
    package var output: String
    package var simplifier: Simplifier
    /// A folder or list of images to compare on, besides generated inputs.
    package var images: String?
    /// How many of the images.
    package var imageCount = 8
    /// How many generated inputs.
    package var sampleCount = 2
    package var seed: UInt64 = 0
    /// The maximum relative difference, as a fraction of an output's largest value.
    package var tolerance = OutputComparison.defaultTolerance
    /// Whether the output may be the input's own file.
    package var replacesInput = false

    package init(input: String, output: String, simplifier: Simplifier = Simplifier()) {
        self.input = input
        self.output = output
        self.simplifier = simplifier
    }

    /// Simplifies and compares; writes the model only if ``SimplificationReport/isAccepted``.
    ///
    /// - Throws: ``PipelineError``; what was under the output's name is then as it was.
    package func run(warn: @escaping (Finding) -> Void = { _ in }) async throws -> SimplificationReport {
        try await PipelineError.wrappingErrors {
            if !replacesInput {
                try OutputGuard.check(output, against: [input, images], alternative: "pass --in-place")
            }
            let original = try Model(contentsOf: input)
            try OutputGuard.check(output, against: original.externalPaths)
            var report = try simplified(original)
            guard !report.findings.containErrors else { return report.report }
            try compare(original, &report, warn: warn)
            if report.report.isAccepted {
                // In place, a link stays a link: what it leads to is replaced.
                try report.model.write(to: replacesInput ? Path.resolvingLinks(output) : output)
            }
            return report.report
        }
    }

    /// A model and its report.
    private struct Outcome {
        var model: Model
        var report: SimplificationReport
        var findings: [Finding] { report.findings }
    }

    private func simplified(_ original: Model) throws -> Outcome {
        let result = try simplifier.simplify(original)
        let report = SimplificationReport(
            input: SimplificationReport.Side(original, path: input, bytes: Self.byteCount(of: input)),
            output: SimplificationReport.Side(result.model, path: output, bytes: result.model.encodedByteCount),
            passes: result.passes, findings: result.findings, tolerance: tolerance)
        return Outcome(model: result.model, report: report)
    }

    private static func byteCount(of path: String) -> Int {
        if case .file(let bytes) = FileStatus(of: path) { bytes } else { 0 }
    }

    private func compare(_ original: Model, _ outcome: inout Outcome, warn: (Finding) -> Void) throws {
        let comparison = try OutputComparison(original, outcome.model)
        var samples = try SampleInputs.make(for: outcome.model, count: sampleCount, seed: seed)
        if let images { samples += try imageSamples(images, for: outcome.model, warn: warn) }
        outcome.report.samples = samples.count
        outcome.report.outputs = try comparison.outputs(on: samples)
    }

    /// Images as timm's evaluation feeds them: `[1, 3, size, size]`, normalized.
    private func imageSamples(
        _ path: String, for model: Model, warn: (Finding) -> Void
    ) throws -> [[String: Tensor]] {
        let inputs = model.graph.realInputs
        guard inputs.count == 1, let shape = inputs[0].type?.shape?.map(\.size), shape.count == 4, shape[1] == 3,
            let size = shape[2], shape[3] == size, ImageSize.sides.contains(size), inputs[0].type?.elementType == .float
        else {
            throw PipelineError.usage(
                "--images does not apply to this model: expected a single float input [1, 3, size, size]",
                fix: "omit --images; the models are compared on generated inputs in any case")
        }
        let timm = InputSpecification.timmDefault
        let files = try ImageSource(path: path).sample(count: imageCount, seed: seed, warn: warn)
        return try files.map { file in
            let image = try timm.preset.load(path: file, size: ImageSize(square: size))
            var values = RGBCHW.elements(image)
            let plane = size * size
            for channel in 0..<3 {
                let (mean, deviation) = (timm.normalization.mean[channel], timm.normalization.deviation[channel])
                for index in channel * plane..<(channel + 1) * plane {
                    values[index] = Float((Double(values[index]) - mean) / deviation)
                }
            }
            return [inputs[0].name: Tensor(name: inputs[0].name, shape: [1, 3, size, size], floats: values)]
        }
    }
}
